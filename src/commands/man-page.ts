/**
 * The man pages, made from the command tree: what `--help` says and what the page says come from one place. The prose
 * around it stands here. Format: man(7).
 */

import type { Command, Option } from 'commander';
import { processOutside } from './outside.js';
import { createProgram } from './program.js';

const exitCodes: readonly (readonly [number, string])[] = [
  [0, 'done'],
  [1, 'failed for a reason not below'],
  [2, 'usage: unknown option, value out of range, missing operand'],
  [3, 'not found: device, card or file'],
  [4, 'busy: the message names the process that holds the device, where the kernel tells'],
  [5, 'permission denied'],
  [6, 'the device went away while in use'],
  [7, 'the input file is malformed or of a kind that cannot be read'],
  [8, 'the device, or this libasound, cannot do what was asked'],
  [9, 'an xrun under --fatal-xruns'],
  [10, 'writing failed: disk full, target gone'],
  [130, 'stopped by SIGINT'],
  [143, 'stopped by SIGTERM'],
];

const environment: readonly (readonly [string, string])[] = [
  ['ALSATS_DEVICE', 'the device to use where -D is not given'],
  ['ALSATS_LIBASOUND', 'path of the libasound to load, instead of libasound.so.2'],
  [
    'NO_COLOR, FORCE_COLOR, TERM',
    'decide on colour and on lines that move, as usual; --color decides over them',
  ],
];

interface Prose {
  readonly sections: readonly (readonly [title: string, paragraphs: readonly string[]])[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
}

const prose: Readonly<Record<string, Prose>> = {
  play: {
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
  },
  ctl: {
    sections: [
      [
        'ELEMENTS',
        [
          "An element is named as amixer does: numid=3, or by fields, iface=CARD,name='Headphone Jack',index=1. A name " +
            'alone, or one without an interface, is an element of the mixer where there is one of that name, and of any ' +
            'interface otherwise; Name,1 has index 1. A numid is not the same after a reboot.',
          'Values, one a channel, with commas; one alone is for all channels, and nothing between two commas leaves a ' +
            'channel alone. Whole numbers: 40, 0x28, 40%, -12dB. With a sign in front of a percentage, a plus in front of ' +
            'anything, or a sign behind, they are relative: +5%, 5%-, 3dB+, +2. A relative level ends at the end of the ' +
            'range, any other outside of it is an error. Bytes: all of them as hexadecimal digits, 0aff, or numbers with ' +
            'commas, 10,0xff; one byte alone is a number.',
        ],
      ],
      [
        'STATE FILES',
        [
          'Files are those of alsactl, byte for byte, but for texts beyond ASCII and with backslashes: those are written so ' +
            'that alsactl reads them, which it cannot for its own. JSON (store --json) is read as well as text. Of what an ' +
            'element was like, restore uses the access (inactive elements are left alone, those of programs made again), ' +
            'the range and the decibels, to keep a level where the range is another now.',
        ],
      ],
      [
        'LOCKS',
        [
          'The kernel gives a lock back when the program that took it ends: lock holds it until then, and unlock can only ' +
            'tell who has it.',
        ],
      ],
      [
        'DIFFERENCES FROM AMIXER AND ALSACTL',
        [
          'What makes no sense is an error: a level out of range, an item that is none, too many values. restore sets ' +
            'elements one by one, names each that fails, ends with its code, and never goes through the rules of alsactl ' +
            'init or a UCM profile. Elements of every type are made again, also integer64 and bytes. Files are written ' +
            'anew and put in place of the old ones whole. watch tells values, and of cards that come and go.',
        ],
      ],
      [
        'JSON',
        [
          'alsats.ctl/1 (list, get, set, add): "card" and "elements", each with numid, iface, name, index, device, ' +
            'subdevice, id, type, count, access, lockedBy, min, max, step, items, dbRange, tlv, dimensions, and the value ' +
            'as values, itemNumbers, db, bytes and iec958, of which those that do not apply are null. Numbers beyond 2^53 ' +
            'are strings; a level of null is silence.',
          'alsats.ctl-watch/1: a line "state" with cards and their elements, then "value", "add", "remove", "info" and ' +
            '"tlv" with card, element, old and new; "missed" says that the element was set in between and back again. ' +
            '"card-add" and "card-remove" have card.',
          'alsats.ctl-restore/1, alsats.ctl-diff/1: "cards" with elements, each with action (set, same, skip, add, fail), ' +
            'reason, old, new and error. alsats.ctl-state/1 (store), alsats.ctl-set/1 (counts of set -), ' +
            'alsats.ctl-remove/1, alsats.ctl-lock/1, alsats.ctl-iec958/1, alsats.ctl-info/1.',
        ],
      ],
    ],
    examples: [
      ['alsats ctl list -c PCH', 'all elements of a card'],
      ["alsats ctl set 'Master Playback Volume' -12dB", 'set a level'],
      ["alsats ctl set 'Master Playback Volume' 3dB-,", 'the left channel 3 dB softer'],
      ['alsats ctl watch --json', 'every change on every card, one object a line'],
      ['alsats ctl store -f before.state && alsats ctl diff before.state', 'what changed since'],
      ["alsats ctl restore -e 'Master Playback Volume' -n", 'what restoring one element would do'],
      ["alsats ctl add integer 'My Volume' --min 0 --max 100 --db-scale -50,0.5", 'an element of your own'],
      ['alsats ctl iec958 set rate=48000 copyright=off', 'what a digital output says'],
    ],
  },
  hints: {
    sections: [
      [
        'NAMES AND CARDS',
        [
          'Names come from the hints of the ALSA configuration, as aplay -L has them; PCMs that are defined there without ' +
            'a hint, as in ~/.asoundrc, are listed too, unless their hint hides them. Cards are found by the kernel; one ' +
            'that this user may not open is left out.',
          'The place on the bus is written as udev does (ID_PATH): of two equal devices, it tells which is which.',
        ],
      ],
      [
        'JSON',
        [
          'alsats.hints/1: "devices" are the names, each with kind, name, description, playback and capture; "cards" have ' +
            'index, id, name, longName, driver, mixerName, components, deviceName, hardware, and devices with kind, ' +
            'device, id, name, deviceName, and playback and capture: null, or count, available, names and owners.',
          'alsats.capabilities/1 (--caps): "devices", one for each direction, with what they can do, or error.',
          'alsats.hints-watch/1: a line "state" with cards, then "add" and "remove" with card.',
        ],
      ],
    ],
    examples: [
      ['alsats hints', 'all there is'],
      ['alsats hints -L --playback', 'names for alsats play -D'],
      ['alsats hints --caps hw:PCH', 'what a device can do'],
      ['alsats hints watch --exec \'logger "$ALSATS_TYPE $ALSATS_CARD_ID"\'', 'log cards that come and go'],
    ],
  },
  'jack-watch': {
    sections: [
      [
        'EVENTS',
        [
          'The kernel tells that a jack changed, not how: where it went back and forth before it could be read, that is ' +
            'told as one event ("missed" in JSON). A card that appears brings an event for each of its jacks ("add"), ' +
            'one that leaves likewise ("remove").',
          'The command of --exec runs once for each event after the state at the start, one after the other. It gets ' +
            'the event in variables (ALSATS_TYPE, ALSATS_NAME, ALSATS_PLUGGED, ALSATS_CARD_ID, ALSATS_TIME and so on) ' +
            'and as a line of JSON on its standard input; nothing of it becomes part of the command itself.',
          'JSON: alsats.jack-watch/1 is a line "state" with jacks, then "change", "add" and "remove", each with card, ' +
            'name, index, phantom, plugged and missed. --once gives alsats.jacks/1, one object with jacks.',
          'With --wait, a signal ends the command with 130 or 143, since what was waited for has not come.',
        ],
      ],
    ],
    examples: [
      ['alsats jack-watch --once', 'what is plugged in now'],
      ['alsats jack-watch --wait Headphone=plugged --timeout 30s', 'wait for the headphone'],
      [
        'alsats jack-watch --name Headphone --exec \'echo "$ALSATS_PLUGGED" > state\'',
        'run a command for each change',
      ],
    ],
  },
  record: {
    sections: [
      [
        'FILES',
        [
          'What is written to is opened once the device has accepted what is to be recorded: a recording that cannot be ' +
            'made leaves an existing file as it was. Headers are brought up to date every second, so that a file is ' +
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
            'header into the sound. With --json, where the sound goes to standard output, events go to standard error.',
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
      [
        'alsats record --json --level-interval 100ms take.wav',
        'events with levels as JSON, one object a line',
      ],
    ],
  },
};

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '…': '...',
  "'": '\\(aq',
  '^': '\\(ha',
  '~': '\\(ti',
};

const LINE_COLUMNS = 78;
const PAGE_DATE = '2026-11-22';

function roff(text: string): string {
  const escaped = text.replace(/[\\\-…'^~]/g, (char) => escapes[char]!);
  return /^\./.test(escaped) ? `\\&${escaped}` : escaped;
}

/** Running text in lines that are short enough, as man-page checkers want them. */
function paragraph(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').map(roff)) {
    if (line !== '' && line.length + 1 + word.length > LINE_COLUMNS) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

function header(name: string, version: string, summary: string): string[] {
  return [
    `.TH ${roff(name).toUpperCase()} 1 ${PAGE_DATE} "alsats ${version}" "alsats"`,
    '.SH NAME',
    `${roff(name)} \\- ${roff(summary)}`,
  ];
}

function tagged(entries: readonly (readonly [string, string])[]): string[] {
  return entries.flatMap(([tag, text]) => ['.TP', `.B ${roff(tag)}`, paragraph(text)]);
}

function optionLines(options: readonly Option[]): string[] {
  return options.flatMap((option) => {
    const fallback = option.defaultValue === undefined ? '' : ` (default: ${option.defaultValue})`;
    return ['.TP', `.B ${roff(option.flags)}`, paragraph(option.description + fallback)];
  });
}

/** Options under the headings that the help has. */
function groupedOptions(command: Command): string[] {
  const groups = new Map<string, Option[]>();
  for (const option of command.options) {
    const heading = option.helpGroupHeading ?? 'Options:';
    groups.set(heading, [...(groups.get(heading) ?? []), option]);
  }
  return [...groups].flatMap(([heading, options]) => [
    `.SS ${roff(heading.replace(/:$/, ''))}`,
    ...optionLines(options),
  ]);
}

/** The verbs of a command, each with its own options. */
function verbSections(command: Command): string[] {
  const verbs = command.commands.filter((verb) => verb.name() !== 'help');
  if (verbs.length === 0) return [];
  return [
    '.SH VERBS',
    ...verbs.flatMap((verb) => [
      `.SS ${roff(`${verb.name()} ${verb.usage()}`)}`,
      paragraph(verb.description()),
      ...optionLines(verb.options),
    ]),
  ];
}

function commandPage(command: Command, version: string): string {
  const name = command.name();
  const { sections, examples } = prose[name] ?? { sections: [], examples: [] };
  return [
    ...header(`alsats-${name}`, version, command.summary()),
    '.SH SYNOPSIS',
    `.B alsats ${roff(name)}`,
    roff(command.usage()),
    '.SH DESCRIPTION',
    paragraph(command.description()),
    '.SH OPTIONS',
    ...groupedOptions(command),
    ...verbSections(command),
    ...sections.flatMap(([title, paragraphs]) => [
      `.SH ${roff(title)}`,
      ...paragraphs.flatMap((text) => ['.PP', paragraph(text)]).slice(1),
    ]),
    ...(examples.length === 0 ? [] : ['.SH EXAMPLES', ...tagged(examples)]),
    '.SH EXIT STATUS',
    ...tagged(exitCodes.map(([code, meaning]) => [String(code), meaning])),
    '.SH ENVIRONMENT',
    ...tagged(environment),
    '.SH SEE ALSO',
    '.BR alsats (1),',
    '.BR aplay (1)',
    '',
  ].join('\n');
}

function mainPage(program: Command, version: string): string {
  const commands = program.commands.filter((command) => command.name() !== 'help');
  return [
    ...header('alsats', version, 'Linux sound for the shell'),
    '.SH SYNOPSIS',
    '.B alsats',
    '.I command',
    roff('[options] [operands]'),
    '.SH DESCRIPTION',
    paragraph(program.description()),
    '.SH COMMANDS',
    ...commands.flatMap((command) => ['.TP', `.BR alsats\\-${command.name()} (1)`, roff(command.summary())]),
    '.SH OPTIONS',
    ...optionLines(program.options),
    '.SH EXIT STATUS',
    ...tagged(exitCodes.map(([code, meaning]) => [String(code), meaning])),
    '.SH ENVIRONMENT',
    ...tagged(environment),
    '',
  ].join('\n');
}

/** All pages by file name. The environment of whoever makes them has no part in them. */
export function manPages(version: string): Record<string, string> {
  const program = createProgram(version, { ...processOutside(), env: {} }, () => {});
  const pages: Record<string, string> = { 'alsats.1': mainPage(program, version) };
  for (const command of program.commands) pages[`alsats-${command.name()}.1`] = commandPage(command, version);
  return pages;
}
