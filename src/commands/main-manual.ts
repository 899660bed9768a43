/** What the man page of `alsats` itself says beside its commands. */

import type { Manual } from './manual.js';

export const mainManual: Manual = {
  sections: [
    [
      'DEVICES AND CARDS',
      [
        'A PCM (-D) is any name of ALSA: default, hw:0, plughw:CARD=PCH,DEV=0, or one of ~/.asoundrc; "alsats hints" lists ' +
          'them. A card (-c) is named by its index, its id, hw:N, its control node, or a part of its name that only it has. ' +
          'A MIDI port is named by its numbers, its name, or a part of it. A name that could be several is an error that ' +
          'lists them.',
        'The device "virtual" is a sound card that lives in the process: what is played on it can be captured from it, ' +
          'and no hardware is needed.',
      ],
    ],
    [
      'VALUES',
      [
        'Durations: 1.5, 1.5s, 250ms, 800us, 2m, 01:02:03. Rates: 48000, 48k, 44.1k. Levels: 50%, +5%, 5%-, -12dB, 3dB+. ' +
          'A "-" is standard input or output. A level below zero needs no "--" in front.',
      ],
    ],
    [
      'OUTPUT',
      [
        'What was asked for goes to standard output; progress, notices and errors go to standard error. An error is one ' +
          'line that says what failed, on what, and why, and where there is something to do a second one that begins with ' +
          '"hint:"; -v adds what libasound said. Names from outside are printed with control characters escaped.',
        'With --json the result is one JSON object, or for what goes on one object a line; an error is an object on ' +
          'standard error. Every field is described in docs/json.md of the package.',
      ],
    ],
  ],
  examples: [
    ['alsats doctor', 'why there is no sound'],
    ['alsats play song.wav', 'play a file'],
    ['alsats record -d 10 take.wav', 'record ten seconds'],
    ['alsats mixer', 'set levels on the full screen'],
    ['alsats hints', 'the devices there are'],
    ['alsats help mixer', 'help for a command; "alsats mixer set --help" for a verb'],
  ],
  seeAlso: ['aplay(1)', 'amixer(1)', 'alsamixer(1)', 'alsactl(1)', 'aconnect(1)'],
};
