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
      'THE SCREEN',
      [
        'Without a verb, on a terminal, the mixer fills the screen: a column for each element, with its level in percent, ' +
          'its bars (green, yellow from -10 dB on, red above 0 dB), whether it is muted and whether it is recorded. The ' +
          'second line tells all of the one in focus: percent, decibels, raw steps, switches. Changes by others, cards that ' +
          'come and go and the size of the window are followed. F1 shows the keys.',
        'Moving: left and right, h l, p n; Home, g and End of the row by G; / searches by name as you type, in all views. ' +
          'F3, F4, F5 or Tab show playback, capture, all; F6 or s another card or device.',
        'Levels: up and down, k j, + - by 1 %; Page Up and Page Down by 5 %; 0 to 9 set 0 % to 90 %, End 0 %. q w e make ' +
          'left, both, right louder, z x c (y for z) softer; b makes them alike. Steps are those of +1% of set. Items of a ' +
          'choice go up and down likewise.',
        "Switches: m mutes, < and > one side; Space lets it be recorded, ; and ' one side. Enter shows the channels one by " +
          'one, or the items of a choice. u undoes, Ctrl-R does it again. Esc or F10 end. Other keys do nothing.',
        'Mouse: click or drag a bar, with the right button one channel of it; turn the wheel; click marks, items, names and ' +
          'what the last line names. To select text, hold Shift in most terminals, or give --no-mouse.',
        'It needs 24 columns and 9 rows, and 16 colours are enough; NO_COLOR leaves bold and reverse. SIGINT, SIGTERM and ' +
          'SIGHUP end it with exit code 0 and the terminal as it was.',
      ],
    ],
    [
      'DIFFERENCES FROM AMIXER AND ALSAMIXER',
      [
        'Percent are those of alsamixer. 2.5% is not cut to 2%, +5% is not ignored, 5%+ does not go down on a range that ' +
          'begins below zero. A word that makes no sense is an error, as is a level out of range. Lines of a batch tell ' +
          'whether they failed. watch tells values.',
        'Keys of the screen are those of alsamixer, with these differences: h is left, l is right (F1 or ? for help, Ctrl-L ' +
          'to draw anew), / searches, F2 shows channels, u undoes. Esc followed by other bytes does not end it.',
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
  seeAlso: ['alsats-ctl(1)', 'alsamixer(1)', 'amixer(1)'],
};
