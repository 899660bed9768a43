/** `alsats completion`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import type { Outside } from '../outside.js';

export interface CompletionOptions {
  /** What the scripts ask for while somebody types: names of this kind. */
  readonly words?: string;
}

/** Adds the command to the program. */
export function defineCompletion(
  program: Command,
  outside: Outside,
  finish: (exitCode: number) => void,
): void {
  const command = program.command('completion');
  command
    .summary('print a script that completes command lines')
    .description(
      'Prints a script for bash, zsh or fish, with which the Tab key completes commands, verbs, options, their values, ' +
        'and the names of what is there: devices, cards, mixer and control elements, items, MIDI ports, files.',
    )
    .usage('<bash|zsh|fish>')
    .argument('[shell...]', 'bash, zsh or fish')
    .addOption(command.createOption('--words <kind>', 'names of this kind, one a line').hideHelp())
    .action(async (words: string[], options: CompletionOptions) => {
      if (options.words === undefined) {
        const { printScript } = await import('./script.js');
        finish(await printScript(words, outside));
      } else {
        const { printNames } = await import('./live-names.js');
        finish(await printNames(options.words, words, outside));
      }
    });
}
