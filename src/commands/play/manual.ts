/** What the man page of `alsats play` says beside its options. */

import type { Manual } from '../manual.js';

export const playManual: Manual = {
  sections: [
    [
      'KEYS',
      [
        'Where standard input is a terminal: space pauses and continues, left and right move by five seconds, up and ' +
          'down change the gain by 1 dB, n goes on with the next file, q ends.',
      ],
    ],
    [
      'SIGNALS',
      [
        'SIGINT and SIGTERM drop what is in the buffer and end with 130 and 143; a second one ends at once. SIGUSR1 ' +
          'pauses and continues. SIGTSTP (Ctrl-Z) gives the device back, SIGCONT takes it again and goes on at the same frame.',
      ],
    ],
    [
      'DIFFERENCES FROM APLAY',
      [
        'Nothing is added to a sound: a file is not filled up to a whole period. A file that is not recognised is ' +
          'refused, not played as noise; give -f to play it as raw samples. A rate the device cannot do exactly is an ' +
          'error. A missing file does not keep the others from being played. --dump-hw-params plays nothing.',
      ],
    ],
  ],
  examples: [
    ['alsats play a.wav b.wav', 'play two files without a gap, where their parameters agree'],
    ['alsats play -D hw:0 -f cd x.raw', 'play raw samples on a card'],
    ['alsats play --start 1:30 --end 2m --loop 3 a.wav', 'play half a minute three times'],
    ['curl -s URL | alsats play -', 'play a WAVE file as it comes'],
    ['alsats play --json a.wav', 'events as JSON, one object a line'],
  ],
  seeAlso: ['alsats-record(1)', 'alsats-hints(1)', 'aplay(1)'],
};
