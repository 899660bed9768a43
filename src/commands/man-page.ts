/**
 * The man pages, made from the command tree: what `--help` says and what the page says come from one place. The prose
 * around it stands in each command's `manual.ts`. Format: man(7).
 */

import type { Command, Option } from 'commander';
import { completionManual } from './completion/manual.js';
import { configManual } from './config/manual.js';
import { ctlManual } from './ctl/manual.js';
import { doctorManual } from './doctor/manual.js';
import { createProgram } from './full-program.js';
import { hintsManual } from './hints/manual.js';
import { jackWatchManual } from './jack-watch/manual.js';
import type { Manual } from './manual.js';
import { midiManual } from './midi/manual.js';
import { mixerManual } from './mixer/manual.js';
import { processOutside } from './outside.js';
import { playManual } from './play/manual.js';
import { recordManual } from './record/manual.js';
import { seqManual } from './seq/manual.js';
import { timerManual } from './timer/manual.js';

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

const manuals: Readonly<Record<string, Manual>> = {
  completion: completionManual,
  doctor: doctorManual,
  timer: timerManual,
  config: configManual,
  play: playManual,
  ctl: ctlManual,
  hints: hintsManual,
  'jack-watch': jackWatchManual,
  midi: midiManual,
  mixer: mixerManual,
  record: recordManual,
  seq: seqManual,
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
  return options
    .filter(({ hidden }) => !hidden)
    .flatMap((option) => {
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
  const { sections, examples } = manuals[name] ?? { sections: [], examples: [] };
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
export async function manPages(version: string): Promise<Record<string, string>> {
  const program = await createProgram(version, { ...processOutside(), env: {} }, () => {});
  const pages: Record<string, string> = { 'alsats.1': mainPage(program, version) };
  for (const command of program.commands) pages[`alsats-${command.name()}.1`] = commandPage(command, version);
  return pages;
}
