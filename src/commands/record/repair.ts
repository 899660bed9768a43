/** `alsats record --repair`: completes files whose header was left unfinished. */

import { type RepairReport, repairAudioFile } from '../../audio/repair/repair.js';
import { AlsatsError } from '../../error.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE, exitCodeOf } from '../exit-code.js';
import { failureText } from '../failure.js';
import type { Outside } from '../outside.js';
import type { RecordOptions } from './definition.js';
import { nameTarget } from './target-names.js';

const SCHEMA = 'alsats.repair/1';

/** @returns the exit code: that of the first file that could not be repaired; the others are, nevertheless */
export async function repairFiles(
  files: readonly string[],
  options: RecordOptions,
  outside: Outside,
): Promise<number> {
  const output = new Output(outside.results);
  const repaired: (RepairReport & { readonly name: string })[] = [];
  let exit = EXIT_DONE;
  for (const name of files) {
    try {
      const report = { name, ...(await repairAudioFile(name)) };
      repaired.push(report);
      if (!options.json && !options.quiet) await output.writeLine(textOf(report));
    } catch (error) {
      if (!(error instanceof AlsatsError)) throw error;
      const failure = nameTarget(name, error);
      exit ||= exitCodeOf(error);
      const { json, verbose } = options;
      outside.stderr.write(`${failureText(failure, { json, verbose: verbose !== undefined })}\n`);
    }
  }
  if (options.json) await printJson(output, SCHEMA, { files: repaired });
  return exit;
}

function textOf({
  name,
  frames,
  framesPerSecond,
  changes,
  remarks,
}: RepairReport & { name: string }): string {
  const seconds = (frames / framesPerSecond).toFixed(3);
  const outcome = changes.length === 0 ? 'was intact' : 'repaired';
  const lines = [`${escapeText(name)}: ${outcome}, ${frames} frames (${seconds} s)`];
  return [...lines, ...[...changes, ...remarks].map((text) => `  ${escapeText(text)}`)].join('\n');
}
