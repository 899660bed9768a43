/** Runs `alsats seq save` and `alsats seq restore`. */

import { createReadStream } from 'node:fs';
import { isSameAddress } from '../../alsa/seq/address.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { fromSystemError } from '../../file/system-error.js';
import { jsonText, printJson } from '../../terminal/json-output.js';
import type { Outside } from '../outside.js';
import { refuseEmpty, type ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { standardInput } from '../standard-input.js';
import { writeWholeFile } from '../whole-file.js';
import { isOrdinary, makeConnection, removeConnection } from './connect.js';
import { type ListedConnection, readGraph } from './graph.js';
import { connectionText } from './graph-text.js';
import { openSequencer } from './open.js';
import {
  locate,
  PATCH_BAY_SCHEMA,
  type PatchBay,
  type PatchConnection,
  parsePatchBay,
  patchBayOf,
  patchEndText,
} from './patch-bay.js';

export const RESTORE_SCHEMA = 'alsats.seq-restore/1';

export interface RestoreOptions extends ShowOptions {
  /** Ends the connections that are not in the file. */
  readonly exact?: boolean;
}

/** @returns the exit code */
export async function savePatchBay(file: string, options: ShowOptions, outside: Outside): Promise<number> {
  refuseEmpty(file, 'the name of a file');
  const shown = await Shown.create(options, outside);
  let patchBay: PatchBay;
  {
    using seq = openSequencer();
    patchBay = patchBayOf(readGraph(seq));
  }
  const content = { schema: PATCH_BAY_SCHEMA, ...patchBay };
  if (file === '-') {
    await shown.output.writeLine(jsonText(content, 2));
    return shown.exitCode;
  }
  await writeWholeFile(file, `${jsonText(content, 2)}\n`);
  if (options.json) await printJson(shown.output, PATCH_BAY_SCHEMA, patchBay);
  else await shown.output.writeLine(`${countText(patchBay.connections.length)} saved in ${file}`);
  return shown.exitCode;
}

/** @throws AlsatsError of kind `not-found`, `permission`, `malformed` */
export async function readPatchBay(file: string, outside: Outside): Promise<PatchBay> {
  refuseEmpty(file, 'the name of a file');
  const name = file === '-' ? 'standard input' : file;
  return parsePatchBay(await readAll(file, name, outside), name);
}

/** No patch bay is that long: what is comes from a device that never ends. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

async function readAll(file: string, name: string, outside: Outside): Promise<string> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  try {
    for await (const chunk of file === '-' ? standardInput(outside) : createReadStream(file)) {
      const bytes = Buffer.from(chunk as Uint8Array);
      byteLength += bytes.length;
      if (byteLength > MAX_FILE_BYTES) {
        throw new AlsatsError('malformed', `${name} is no patch bay: it does not end`);
      }
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof AlsatsError) throw error;
    const { kind, message } = fromSystemError(error);
    throw new AlsatsError(kind, `cannot read ${name}: ${message}`, { cause: error });
  }
  return Buffer.concat(chunks).toString();
}

/** What restoring has done. */
interface Restored {
  readonly made: ListedConnection[];
  readonly present: ListedConnection[];
  readonly removed: ListedConnection[];
  readonly missing: PatchConnection[];
}

/** @returns the exit code: 3 where an end of a connection is not there */
export async function restorePatchBay(
  file: string,
  options: RestoreOptions,
  outside: Outside,
): Promise<number> {
  const patchBay = await readPatchBay(file, outside);
  const shown = await Shown.create(options, outside);
  using seq = openSequencer();
  const restored = restore(seq, patchBay, options.exact ?? false, shown);
  if (options.json) {
    await printJson(shown.output, RESTORE_SCHEMA, restored);
  } else {
    const text = restoredText(restored);
    if (text !== '') await shown.output.writeLine(text);
  }
  for (const { sender, dest } of restored.missing) {
    const text = `${patchEndText(sender)} → ${patchEndText(dest)}`;
    shown.error(new AlsatsError('not-found', `not connected, since one of them is not there: ${text}`));
  }
  return shown.exitCode;
}

function restore(seq: Seq, patchBay: PatchBay, isExact: boolean, shown: Shown): Restored {
  const graph = readGraph(seq);
  const result: Restored = { made: [], present: [], removed: [], missing: [] };
  const wanted: ListedConnection[] = [];
  for (const connection of patchBay.connections) {
    const located = locate(connection, graph.clients);
    if (located === null) result.missing.push(connection);
    else wanted.push(located);
  }
  // First what is in the way: an exclusive connection keeps others from being made.
  if (isExact) {
    for (const connection of graph.connections) {
      if (!isOrdinary(connection, graph) || wanted.some((one) => hasSameEnds(one, connection))) continue;
      if (attempt(shown, () => removeConnection(seq, connection))) result.removed.push(connection);
    }
  }
  for (const connection of wanted) {
    const isMade = attempt(shown, () => makeConnection(seq, connection));
    if (isMade !== null) (isMade ? result.made : result.present).push(connection);
  }
  return result;
}

/** One connection that cannot be made, or ended, must not keep the others from it. */
function attempt(shown: Shown, act: () => boolean): boolean | null {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof AlsatsError)) throw error;
    shown.error(error);
    return null;
  }
}

function hasSameEnds(a: ListedConnection, b: ListedConnection): boolean {
  return isSameAddress(a.sender, b.sender) && isSameAddress(a.dest, b.dest);
}

function restoredText({ made, present, removed }: Restored): string {
  return [
    ...removed.map((one) => `${connectionText(one)}  disconnected`),
    ...made.map((one) => connectionText(one)),
    ...present.map((one) => `${connectionText(one)}  (was connected already)`),
  ].join('\n');
}

function countText(count: number): string {
  return count === 1 ? '1 connection' : `${count} connections`;
}
