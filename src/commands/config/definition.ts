/** `alsats config`: its options, and nothing that costs time to load. */

import type { Command, Option } from 'commander';
import type { ColorChoice } from '../../terminal/capabilities.js';
import type { Outside } from '../outside.js';

export interface ConfigOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorChoice;
}

const colorOption = (command: Command): Option =>
  command.createOption('--color <when>', 'use colour').choices(['auto', 'always', 'never']).default('auto');

/** Adds the command to the program. */
export function defineConfig(program: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = program
    .command('config')
    .summary("show, check and explain ALSA's configuration")
    .description(
      'What names like default and plughw stand for is said by the configuration of ALSA: /usr/share/alsa/alsa.conf, and ' +
        'what is loaded from there, /etc/asound.conf and ~/.asoundrc among it.',
    )
    .usage('<verb> [options]');
  defineDump(command, outside, finish);
  defineCheck(command, outside, finish);
  defineExplain(command, outside, finish);
}

function defineDump(config: Command, outside: Outside, finish: (exitCode: number) => void): void {
  config
    .command('dump [key]')
    .summary('print the configuration, or a part of it')
    .description(
      'Prints the whole configuration as alsa-lib has it when all files are read, in its own syntax, or what is at a ' +
        'key (pcm.default, defaults.pcm.card). It is what "alsactl dump-cfg" prints.',
    )
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(config))
    .action(async (key: string | undefined, options: ConfigOptions) => {
      const { configDump } = await import('./dump.js');
      finish(await configDump(key ?? null, options, outside));
    });
}

function defineCheck(config: Command, outside: Outside, finish: (exitCode: number) => void): void {
  config
    .command('check [file]')
    .summary('look for mistakes in a configuration file')
    .description(
      'Looks for mistakes in a file, or in those of this machine and of this user: broken syntax, types of PCM that are ' +
        'not there, and fields that no program would accept or heed, each with line, column, and what may have been ' +
        'meant. A mistake is exit code 7; what only may be one is told, and no more.',
    )
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(config))
    .action(async (file: string | undefined, options: ConfigOptions) => {
      const { configCheck } = await import('./check.js');
      finish(await configCheck(file ?? null, options, outside));
    });
}

function defineExplain(config: Command, outside: Outside, finish: (exitCode: number) => void): void {
  config
    .command('explain <pcm>')
    .summary('show what the name of a PCM stands for')
    .description(
      'Follows the name of a PCM through all plug-ins down to the hardware, and tells what each of them does to the ' +
        'sound. No device is opened.',
    )
    .option('--json', 'as JSON')
    .option('-v, --verbose', 'details of errors')
    .addOption(colorOption(config))
    .action(async (name: string, options: ConfigOptions) => {
      const { configExplain } = await import('./explain.js');
      finish(await configExplain(name, options, outside));
    });
}
