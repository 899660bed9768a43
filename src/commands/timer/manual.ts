/** What the man page of `alsats timer` says beside its options. */

import type { Manual } from '../manual.js';

export const timerManual: Manual = {
  sections: [
    [
      'TIMERS',
      [
        'A timer is named as in /proc/asound/timers: G0 (system), G1 (rtc), G2 (hpet) and G3 (hrtimer) are of the ' +
          'machine, C0-1 is timer 1 of card 0, P0-2-1 belongs to PCM device 2 of card 0. The last number of a PCM is ' +
          'twice the substream, and one more for capture.',
        'A tick is as long as the resolution says. The kernel lets no program have a period of less than a ' +
          'millisecond. The system timer is as fine as the clock interrupt of the kernel (HZ).',
        'The measures of "watch" come from the time stamps that the kernel puts on each tick, so a busy program does ' +
          'not blur them. Jitter is the standard deviation of the periods. Ticks that came together, because the machine ' +
          'was late, count as periods that were too late to tell apart.',
      ],
    ],
    [
      'JSON',
      [
        'alsats.timers/1 ("list") has timers, alsats.timer/1 ("info") has timer; alsats.timer-watch/1 is a line "state", ' +
          'then "measure" each second, "change" of a PCM that starts or stops, and "end" with the whole.',
      ],
    ],
  ],
  examples: [
    ['alsats timer list', 'the timers, and who uses them'],
    ['alsats timer watch --period 2ms -d 10s', 'how even the high-resolution timer is on this machine'],
    ['alsats timer watch P0-0-0', 'the periods of what plays on the first device of card 0'],
  ],
  files: [['/proc/asound/timers', 'the timers with their users, as the kernel tells them']],
  seeAlso: ['alsats-seq(1)'],
};
