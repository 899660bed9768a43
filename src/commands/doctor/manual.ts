/** What the man page of `alsats doctor` says beside its options. */

import type { Manual } from '../manual.js';

export const doctorManual: Manual = {
  sections: [
    [
      'FINDINGS',
      [
        'The first line is the verdict. Then come the findings, the most important first, each with what to do about ' +
          'it. A problem keeps sound from working: no libasound, no driver or card, no right to use the devices, a ' +
          '"default" that leads nowhere or to a sound server that does not answer. A warning may be the reason: a main ' +
          'level that is muted or at zero, a device that a program holds. A note is good to know.',
        'The exit code is 0 where there is no problem, and otherwise that of the first one: 3 where something is not ' +
          'there, 5 where the right to use it is missing, 7 for a broken configuration, 8 for a missing or too old library.',
      ],
    ],
    [
      'REPORT',
      [
        'Below stand the version and file of libasound, the kernel and its sound driver, the container this runs in, ' +
          'the user and his groups, the devices under /dev/snd, the way the PCM "default" takes through the ' +
          'configuration, whether PipeWire and PulseAudio answer at their sockets, and for each card who holds it and ' +
          'which of its playback levels let nothing through.',
        'It is what somebody who helps you wants to know: send him the output of "alsats doctor", or of "alsats doctor ' +
          '--json". It has the names of your user, groups and programs that play in it, and nothing else of you.',
        'Who holds a device is told by the kernel for PCMs and MIDI ports. Whether a plug is in, what a server does with ' +
          'the sound, and whether the loudspeaker is switched on, cannot be seen from here.',
      ],
    ],
    ['JSON', ['alsats.doctor/1 has verdict and findings, and all that they are made from.']],
  ],
  examples: [
    ['alsats doctor', 'what is wrong, and what to do'],
    ['alsats doctor -c PCH', 'look at one card alone'],
    ["alsats doctor --json | jq -r '.findings[].message'", 'the findings alone'],
  ],
  files: [['/proc/asound', 'what the kernel tells of cards, and of who holds them']],
  seeAlso: ['alsats-hints(1)', 'alsats-mixer(1)', 'alsats-config(1)'],
};
