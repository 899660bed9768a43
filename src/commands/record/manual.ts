/** What the man page of `alsats record` says beside its options. */

import type { Manual } from '../manual.js';

export const recordManual: Manual = {
  sections: [
    [
      'RECORDED FILES',
      [
        'What is written to is opened once the device has accepted what is to be recorded: a recording that cannot be ' +
          'made leaves an existing file as it was. All names are looked at before that, so that a wrong one does not come ' +
          'to light when its turn comes. Headers are brought up to date every second, so that a file is ' +
          'valid up to its last second after a crash or a power cut; --repair completes such a file to its last frame, ' +
          'also one left by another program.',
        'A recording cut into several files is NAME-01, NAME-02 and so on; the first one is called NAME until there ' +
          'is a second. The pieces put together are the whole, without a frame lost between them.',
      ],
    ],
    [
      'LOST SOUND',
      [
        'Sound waits in memory while what is written to stalls: 30 seconds of it, or as much as --write-buffer says. ' +
          'Only when that is full is sound lost, in one piece, and told with its length. An overrun, where the system ' +
          'did not let this program read in time, is told with its place and length too. --fill-gaps writes silence ' +
          'instead, so that what follows stays where it belongs.',
      ],
    ],
    [
      'KEYS',
      ['Where standard input is a terminal: space pauses and continues, s starts the next file, q ends.'],
    ],
    [
      'SIGNALS',
      [
        'SIGINT and SIGTERM complete the files and end with 0; a second one ends at once. SIGUSR1 starts the next ' +
          'file. SIGTSTP (Ctrl-Z) gives the device back, SIGCONT takes it again.',
      ],
    ],
    [
      'DIFFERENCES FROM ARECORD',
      [
        'Without -f, -c and -r it records S16_LE, two channels, 48000 Hz, or the nearest the device does, not U8, one ' +
          'channel, 8000 Hz. A rate the device cannot do exactly is an error. Ctrl-C ends with 0. There is no limit of ' +
          '2 GiB, neither in files nor in pipes. SIGUSR1 is refused on standard output, where it would put a second ' +
          'header into the sound. A name like take.flac is refused unless -t says what to write. With --json, where the sound goes to standard output, events go to standard error.',
      ],
    ],
  ],
  examples: [
    ['alsats record take.wav', 'record until Ctrl-C'],
    ['alsats record -D hw:1 -f cd -d 1:30 take.wav', 'record a minute and a half in CD quality'],
    ['alsats record - | ffmpeg -i - take.opus', 'record to another program'],
    [
      'alsats record --start-on -40dB --pre-roll 500ms --stop-after-silence 3s take.wav',
      'record from the first sound to the end of the last one',
    ],
    [
      "alsats record --max-file-time 1h --use-strftime '/srv/radio/%Y-%m-%d/%H%M%S.wav'",
      'record around the clock, a file an hour',
    ],
    ['alsats record --json --level-interval 100ms take.wav', 'events with levels as JSON, one object a line'],
  ],
  seeAlso: ['alsats-play(1)', 'alsats-hints(1)', 'arecord(1)'],
};
