/** Runs `alsats seq keep`: makes the connections of a patch bay whenever both their ends are there. */

import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSameAddress } from '../../alsa/seq/address.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import { EventOutput, localTimeText } from '../event-output.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import { refuseEmpty, type ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { makeConnection } from './connect.js';
import type { ListedConnection, SeqGraph } from './graph.js';
import { connectionText } from './graph-text.js';
import { LiveGraph } from './live-graph.js';
import { openSequencer } from './open.js';
import { locate, type PatchBay, type PatchConnection, patchEndText } from './patch-bay.js';
import { readPatchBay } from './patch-file.js';
import { keepUnit } from './systemd-unit.js';

export const KEEP_SCHEMA = 'alsats.seq-keep/1';

export interface KeepOptions extends ShowOptions {
  /** Prints a unit of systemd, and does nothing else. */
  readonly unit?: boolean;
}

export type KeepEvent =
  /** What the file wants, at the start and when it was read again. */
  | { readonly type: 'state'; readonly connections: readonly PatchConnection[] }
  /** A connection was made. */
  | ({ readonly type: 'connect' } & ListedConnection)
  /** One could not be made; it is tried again when something changes. */
  | ({ readonly type: 'failed' } & ListedConnection & { readonly message: string });

/** @returns the exit code */
export async function keepPatchBay(file: string, options: KeepOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  refuseEmpty(file, 'the name of a file');
  if (options.unit) {
    const program = realpathSync(process.argv[1] ?? 'alsats');
    await new Output(outside.stdout).write(keepUnit(process.execPath, program, resolve(file)));
    return EXIT_DONE;
  }
  if (file === '-') throw new AlsatsError('invalid', 'a patch bay that is kept has to be a file');
  const patchBay = await readPatchBay(file, outside);
  using seq = openSequencer();
  using signals = new StopSignals(outside);
  const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
  let failure: unknown = null;
  const output = new EventOutput<KeepEvent>(outside, {
    json: options.json === true,
    schema: KEEP_SCHEMA,
    text: (event, time) => eventText(event, time, style.ok, style.warning),
    // A keeper keeps, with or without a reader.
    onClosed: () => {},
    onFailure: (error) => {
      failure ??= error;
      signals.stop();
    },
  });
  const keeper = new Keeper(seq, patchBay, (event) => output.write(event));
  const readAgain = (): void => {
    readPatchBay(file, outside).then(
      (fresh) => keeper.change(fresh),
      (error: unknown) => outside.stderr.write(`alsats: ${escapeText((error as Error).message)}\n`),
    );
  };
  outside.signals.on('SIGHUP', readAgain);
  try {
    await keeper.run(signals.signal);
  } finally {
    outside.signals.off('SIGHUP', readAgain);
    await output.flush();
  }
  if (failure !== null) throw failure;
  return EXIT_DONE;
}

/** Follows the sequencer and makes what is missing. */
export class Keeper {
  readonly #seq: Seq;
  readonly #live: LiveGraph;
  readonly #tell: (event: KeepEvent) => void;
  #patchBay: PatchBay;
  /** What failed is told once, until it works or its ends change. */
  #failed = new Map<string, string>();

  constructor(seq: Seq, patchBay: PatchBay, tell: (event: KeepEvent) => void) {
    this.#seq = seq;
    this.#patchBay = patchBay;
    this.#tell = tell;
    this.#live = new LiveGraph(seq);
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#tell({ type: 'state', connections: this.#patchBay.connections });
    this.#connect(this.#live.graph);
    for await (const _changes of this.#live.changes(signal)) this.#connect(this.#live.graph);
  }

  /** Another file, or the same with other contents. */
  change(patchBay: PatchBay): void {
    this.#patchBay = patchBay;
    this.#failed.clear();
    this.#tell({ type: 'state', connections: patchBay.connections });
    this.#connect(this.#live.graph);
  }

  #connect({ clients, connections }: SeqGraph): void {
    for (const wanted of this.#patchBay.connections) {
      const located = locate(wanted, clients);
      if (located === null) continue;
      const isThere = connections.some(
        ({ sender, dest }) => isSameAddress(sender, located.sender) && isSameAddress(dest, located.dest),
      );
      if (!isThere) this.#make(located);
    }
  }

  #make(connection: ListedConnection): void {
    const key = connectionText(connection);
    try {
      const isNew = makeConnection(this.#seq, connection);
      this.#failed.delete(key);
      if (isNew) this.#tell({ type: 'connect', ...connection });
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      // Gone again before it could be connected.
      if (error.kind === 'not-found' || this.#failed.get(key) === error.message) return;
      this.#failed.set(key, error.message);
      this.#tell({ type: 'failed', ...connection, message: error.message });
    }
  }
}

function eventText(
  event: KeepEvent,
  time: Date,
  ok: (text: string) => string,
  warning: (text: string) => string,
): string {
  const start = localTimeText(time);
  switch (event.type) {
    case 'state':
      return [
        `${start}  keeping:`,
        ...event.connections.map(
          ({ sender, dest }) => `  ${escapeText(`${patchEndText(sender)} → ${patchEndText(dest)}`)}`,
        ),
      ].join('\n');
    case 'connect':
      return `${start}  ${connectionText(event)}  ${ok('connected')}`;
    case 'failed':
      return `${start}  ${connectionText(event)}  ${warning(escapeText(event.message))}`;
  }
}
