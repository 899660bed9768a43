/** `alsats midi`: its verbs and their options, and nothing that costs time to load. */

import type { Command } from 'commander';
import type { Outside } from '../outside.js';
import { addShowOptions, parseText, type ShowOptions } from '../show-options.js';
import { addEndOptions, addFilterOptions, addPaceOptions, addPortOption } from './options.js';
import type { ReceiveOptions } from './receive.js';
import type { SendOptions } from './send.js';
import type { SendReceiveOptions } from './send-receive.js';

type Finish = (exitCode: number) => void;

const SILENCE = 'end when nothing came for so long';

/** Adds the command to the program. */
export function defineMidi(program: Command, outside: Outside, finish: Finish): void {
  const midi = program
    .command('midi')
    .summary('send to and receive from MIDI ports')
    .description(
      'Sends to and receives from raw MIDI ports. A port is named by its name of ALSA (hw:1,0,0), or by a part of the ' +
        'name of its card, device or sequencer client that only one has; "virtual" makes a port of the sequencer. The ' +
        'sequencer itself is worked with by "alsats seq".',
    )
    .usage('<verb> [operands] [options]');
  const list = verb(
    midi,
    'list',
    'list the MIDI ports',
    'Lists the raw MIDI ports of all cards, with the sequencer port that is the same thing, and who uses them.',
  );
  addShowOptions(list).action(async (options: ShowOptions) => {
    const { listPorts } = await import('./list.js');
    finish(await listPorts(options, outside));
  });
  defineSend(midi, outside, finish);
  defineReceive(midi, outside, finish);
  defineSendReceive(midi, outside, finish);
}

function verb(midi: Command, name: string, summary: string, description: string): Command {
  return midi.command(name).summary(summary).description(description);
}

function defineSend(midi: Command, outside: Outside, finish: Finish): void {
  const send = verb(
    midi,
    'send',
    'send messages',
    'Sends messages: words (on C3 100, cc 7 127, syx 43 10 …), bytes in hexadecimal (90 3C 64), files of system ' +
      'exclusive messages (NAME.syx), or what comes on standard input (-): lines of words or of hexadecimal bytes as ' +
      'they come, with times obeyed, or bytes as they are. What "midi dump" and "midi receive" print can be sent again.',
  ).argument('[what...]', 'words, bytes, files, or -');
  addPortOption(send);
  addPaceOptions(send);
  addShowOptions(send).action(async (operands: string[], options: SendOptions) => {
    const { sendMidi } = await import('./send.js');
    finish(await sendMidi(operands, options, outside));
  });
}

function defineReceive(midi: Command, outside: Outside, finish: Finish): void {
  const receive = verb(
    midi,
    'receive',
    'receive bytes into a file, or show them',
    'Receives until SIGINT or SIGTERM. With -o all bytes go to a file as they come, exactly as they were received ' +
      'where nothing is filtered; without it they are shown in hexadecimal, a message a line.',
  ).option(
    '-o, --output <file>',
    'write the bytes to a file, - for standard output',
    parseText('the name of a file'),
  );
  addReceiveOptions(receive).action(async (options: ReceiveOptions) => {
    const { receiveMidi } = await import('./receive.js');
    finish(await receiveMidi(options, 'hex', outside));
  });
  const dump = verb(
    midi,
    'dump',
    'show messages as words',
    'Shows each message as a line of words that "midi send" takes, until SIGINT or SIGTERM.',
  )
    .option('--numbers', 'notes as numbers: 60 instead of C3')
    .option('--hexadecimal', 'numbers in hexadecimal');
  addReceiveOptions(dump).action(async (options: ReceiveOptions) => {
    const { receiveMidi } = await import('./receive.js');
    finish(await receiveMidi(options, 'words', outside));
  });
}

function addReceiveOptions(command: Command): Command {
  addPortOption(command);
  addFilterOptions(command);
  addEndOptions(command, SILENCE);
  command.addOption(
    command
      .createOption(
        '-T, --timestamps <kind>',
        'a time before each message: since the one before, or of the clock',
      )
      .choices(['none', 'relative', 'clock'])
      .default('none'),
  );
  return addShowOptions(command.option('-q, --quiet', 'show nothing but errors'));
}

function defineSendReceive(midi: Command, outside: Outside, finish: Finish): void {
  const command = verb(
    midi,
    'send-receive',
    'send, and collect the answer',
    'Opens a port both ways, sends as "midi send" does, and shows what comes back, or writes it to a file. It ends ' +
      'after a silence, or with the first system exclusive message or count of messages that is asked for; with code 1 ' +
      'where that does not come in time.',
  )
    .argument('[what...]', 'words, bytes, files, or -')
    .option(
      '-o, --output <file>',
      'write the bytes of the answer to a file, - for standard output',
      parseText('the name of a file'),
    )
    .option('--expect-sysex', 'end with the first whole system exclusive message, and want one');
  addPortOption(command, true);
  addPaceOptions(command);
  addFilterOptions(command);
  addEndOptions(command, 'how long to wait for more (2 s)');
  addShowOptions(command).action(async (operands: string[], options: SendReceiveOptions) => {
    const { sendReceiveMidi } = await import('./send-receive.js');
    finish(await sendReceiveMidi(operands, options, outside));
  });
}
