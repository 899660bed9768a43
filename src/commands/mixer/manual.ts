/** What the man page of `alsats mixer` says beside its options. */

import type { Manual } from '../manual.js';

export const mixerManual: Manual = {
  sections: [
    [
      'ELEMENTS',
      [
        'Master is the element of that name, Master,1 the second one. A mixer gathers what belongs together: a volume ' +
          'and a switch, for playback and for capture. For the single control elements of a card see alsats-ctl(1).',
      ],
    ],
    [
      'SCALES',
      [
        'Percent are those of alsamixer and "amixer -M": even to the ear where the hardware tells decibels. Beside them ' +
          'stand decibels, raw steps, and linear percent, which are of the raw range as amixer has them. A percentage is ' +
          'one of alsamixer unless --scale linear or --scale raw is given. A bare number has the scale that --scale ' +
          'names; without it, it is an error, since nobody could know which was meant.',
      ],
    ],
    [
      'VALUES',
      [
        'Levels: 40%, 2.5%, -12dB, 0dB, max, min. A level outside of the range is an error.',
        'Relative levels: +5%, 5%+, 5%-, -5%, +3dB, 3dB-. They move by at least one step in their direction, end at the ' +
          'end of the range, and keep the balance: all channels go as many steps as the loudest. A step up takes a step ' +
          'down back exactly.',
        'Switches: on, off, mute, unmute, toggle are for playback, and for capture where there is no switch for playback ' +
          'or with --capture; cap and nocap are for capture. Items of an enumerated element by their text.',
        'One value is for all channels. With commas each is for the channel in its place, and nothing between two commas ' +
          'leaves one alone: 30%,40%. By name: front-left=30%, left=30%,right=40%. A level is for playback and capture, ' +
          'where an element has both, unless --playback or --capture is given.',
        'After a set, the line tells what was asked and what the hardware took: hardware has steps.',
      ],
    ],
    [
      'BATCH',
      [
        'Lines are set NAME VALUE..., get NAME..., toggle, mute and unmute NAME, list, with quotes as in a shell and the ' +
          'options --playback, --capture, --channels, --scale, --value, --dry-run and --fade. Each is answered by one ' +
          'line on standard output, a line that fails by one that begins with error:, before the next is read. Empty ' +
          'lines and those that begin with # have no answer. The exit code is that of the first line that failed.',
      ],
    ],
    [
      'DIFFERENCES FROM AMIXER',
      [
        'Percent are those of alsamixer. 2.5% is not cut to 2%, +5% is not ignored, 5%+ does not go down on a range that ' +
          'begins below zero. A word that makes no sense is an error, as is a level out of range. Lines of a batch tell ' +
          'whether they failed. watch tells values.',
      ],
    ],
    [
      'JSON',
      [
        'alsats.mixer/1 (list, get): "card" and "elements", each with name, index, active, capabilities, captureGroup, ' +
          'and playback, capture (channels with percent, linearPercent, raw, dB and on; range; dBRange) and enum (items, ' +
          'channels). alsats.mixer-set/1: dryRun, element, and "changes" with what was asked, old and new of each channel. ' +
          'alsats.mixer-batch/1 and alsats.mixer-watch/1 are one object a line. A dB of null is silence where there is a ' +
          'dBRange.',
      ],
    ],
  ],
  examples: [
    ['alsats mixer set Master 40%', 'as alsamixer shows 40'],
    ['alsats mixer set Master 3dB-', 'softer'],
    ['alsats mixer set Master 20% --fade 5s', 'slowly'],
    ['alsats mixer set Capture cap 80% -c PCH', 'record from it'],
    ['volume=$(alsats mixer get Master --value)', 'into a variable'],
    ['alsats mixer watch Master --json', 'every change, one object a line'],
    ["printf 'set Master 40%%\\nunmute Master\\n' | alsats mixer batch", 'several at once'],
  ],
};
