/** `alsats doctor`: its options, and nothing that costs time to load. */

import type { Command } from 'commander';
import type { Outside } from '../outside.js';
import { addShowOptions, parseText, type ShowOptions } from '../show-options.js';

export interface DoctorOptions extends ShowOptions {
  readonly card?: string;
}

/** Adds the command to the program. */
export function defineDoctor(program: Command, outside: Outside, finish: (exitCode: number) => void): void {
  const command = program
    .command('doctor')
    .summary('say why there is no sound, and what to do')
    .description(
      'Looks at everything that sound depends on, and says first what is wrong and what to do about it: libasound, the ' +
        'kernel and its driver, sound cards, permissions, who holds the devices, where "default" leads, sound servers, ' +
        'and levels that are muted or at zero. It changes nothing and plays nothing. Its exit code is 0 where nothing ' +
        'keeps sound from working, and otherwise that of the worst finding.',
    )
    .usage('[options]')
    .option(
      '-c, --card <card>',
      'look at this card alone: index, id, hw:N, or a part of its name',
      parseText('the name of a card'),
    );
  addShowOptions(command).action(async (options: DoctorOptions) => {
    const { doctor } = await import('./doctor.js');
    finish(await doctor(options, outside));
  });
}
