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
import { mainManual } from './main-manual.js';
import type { Manual } from './manual.js';
import { midiManual } from './midi/manual.js';
import { mixerManual } from './mixer/manual.js';
import { processOutside } from './outside.js';
import { playManual } from './play/manual.js';
import { recordManual } from './record/manual.js';
import { pageReferences, paragraph, roff, taggedSection } from './roff.js';
import { seqManual } from './seq/manual.js';
import { timerManual } from './timer/manual.js';

const exitCodes: readonly (readonly [number, string])[] = [
  [0, 'done; for what runs until it is stopped also after SIGINT and SIGTERM'],
  [1, 'failed for a reason not below'],
  [2, 'usage: unknown option, value out of range, missing operand'],
  [3, 'not found: device, card, control, element, client, port or file'],
  [4, 'busy: the message names the process that holds the device, where the kernel tells'],
  [5, 'permission denied'],
  [6, 'the device went away while in use'],
  [7, 'the input file is malformed or of a kind that cannot be read'],
  [8, 'the device, or this libasound, cannot do what was asked'],
  [9, 'an xrun under --fatal-xruns'],
  [10, 'writing failed: disk full, target gone'],
  [130, 'SIGINT came before what was to be done was: play, send, wait for a jack'],
  [143, 'likewise SIGTERM'],
];

const environment: readonly (readonly [string, string])[] = [
  ['ALSATS_DEVICE', 'the device to use where -D is not given'],
  ['ALSATS_LIBASOUND', 'path of the libasound to load, instead of libasound.so.2'],
  ['ALSA_CONFIG_PATH', 'files that libasound reads in place of its own configuration, with colons'],
  [
    'NO_COLOR, FORCE_COLOR, TERM',
    'decide on colour and on lines that move, as usual; --color decides over them',
  ],
  ['NODE_DISABLE_COMPILE_CACHE', 'leaves nothing between starts (see FILES), as for all programs of Node'],
];

const files: readonly (readonly [string, string])[] = [
  ['/dev/snd', 'the devices of the kernel, which mostly belong to group audio'],
  ['/etc/asound.conf, ~/.asoundrc', "ALSA's configuration of the machine and of the user: names of devices"],
  [
    '~/.cache/alsats',
    'what Node made of the program, for the next start to be quicker: may be deleted at any time. In $XDG_CACHE_HOME ' +
      'where that is set',
  ],
];

const manuals: Readonly<Record<string, Manual>> = {
  timer: timerManual,
  config: configManual,
  play: playManual,
  completion: completionManual,
  doctor: doctorManual,
  ctl: ctlManual,
  hints: hintsManual,
  'jack-watch': jackWatchManual,
  midi: midiManual,
  mixer: mixerManual,
  record: recordManual,
  seq: seqManual,
};

const PAGE_DATE = '2026-11-24';

function header(name: string, version: string, summary: string): string[] {
  return [
    `.TH ${roff(name).toUpperCase()} 1 ${PAGE_DATE} "alsats ${version}" "alsats"`,
    '.SH NAME',
    `${roff(name)} \\- ${roff(summary)}`,
  ];
}

const helpOption = ['.TP', `.B ${roff('-h, --help')}`, 'show help'];

function optionLines(options: readonly Option[]): string[] {
  return options.flatMap((option) => {
    const { defaultValue, defaultValueDescription = defaultValue } = option;
    const fallback = defaultValue === undefined ? '' : ` (default: ${defaultValueDescription})`;
    return ['.TP', `.B ${roff(option.flags)}`, paragraph(option.description + fallback)];
  });
}

const shownOptions = (command: Command) => command.options.filter(({ hidden }) => !hidden);

/** Options by the headings that the help has. */
function groupsOf(options: readonly Option[]): Map<string, Option[]> {
  const groups = new Map<string, Option[]>();
  for (const option of options) {
    const heading = (option.helpGroupHeading ?? 'Options:').replace(/:$/, '');
    groups.set(heading, [...(groups.get(heading) ?? []), option]);
  }
  return groups;
}

/** The command's own options, and those that all its verbs have. */
function optionSection(command: Command): string[] {
  const common = commonOptions(command);
  const groups = [...groupsOf(shownOptions(command))];
  return [
    '.SH OPTIONS',
    ...groups.flatMap(([heading, options], index) => [
      ...(groups.length === 1 && heading === 'Options' ? [] : [`.SS ${roff(heading)}`]),
      ...optionLines(options),
      ...(index === groups.length - 1 ? helpOption : []),
    ]),
    ...(groups.length === 0
      ? [
          ...(common.length === 0 ? [] : ['All verbs have these, beside their own.']),
          ...optionLines(common),
          ...helpOption,
        ]
      : []),
  ];
}

function verbsOf(command: Command): Command[] {
  return command.commands.filter((verb) => verb.name() !== 'help');
}

/** Options that all verbs have, as most of them say it. Told once, the page is a third as long. */
function commonOptions(command: Command): Option[] {
  const verbs = verbsOf(command);
  if (verbs.length === 0 || shownOptions(command).length > 0) return [];
  return shownOptions(verbs[0]!).flatMap(({ flags }) => {
    const all = verbs.flatMap((verb) => verb.options.find((option) => option.flags === flags) ?? []);
    if (all.length < verbs.length) return [];
    const votes = (option: Option) => all.filter((other) => isSame(option, other)).length;
    return [all.reduce((most, option) => (votes(option) > votes(most) ? option : most))];
  });
}

function isSame(one: Option, other: Option): boolean {
  return one.flags === other.flags && one.description === other.description;
}

/** The verbs of a command, each with its own options. */
function verbSections(command: Command): string[] {
  const verbs = verbsOf(command);
  if (verbs.length === 0) return [];
  const common = commonOptions(command);
  return ['.SH VERBS', ...verbs.flatMap((verb) => verbSection(verb, common))];
}

function verbSection(verb: Command, common: readonly Option[]): string[] {
  const own = shownOptions(verb).filter((option) => !common.some((other) => isSame(option, other)));
  const groups = [...groupsOf(own)];
  const [usage = '', ...otherUsages] = verb.usage().split('\n');
  return [
    `.SS ${roff(`${verb.name()} ${usage}`)}`,
    ...otherUsages.flatMap((other) => [`.B ${roff(other.trim())}`, '.PP']),
    paragraph(verb.description()),
    ...groups.flatMap(([heading, options]) => [
      ...(groups.length === 1 ? [] : ['.PP', `.I ${roff(heading)}`]),
      ...optionLines(options),
    ]),
  ];
}

function commandPage(command: Command, version: string): string {
  const name = command.name();
  const manual = manuals[name] ?? { sections: [], examples: [], seeAlso: [] };
  return [
    ...header(`alsats-${name}`, version, command.summary()),
    '.SH SYNOPSIS',
    `.B alsats ${roff(name)}`,
    roff(command.usage()),
    '.SH DESCRIPTION',
    paragraph(command.description()),
    ...optionSection(command),
    ...verbSections(command),
    ...sectionLines(manual),
    ...taggedSection('EXAMPLES', manual.examples),
    ...commonEnd(manual),
    '.SH SEE ALSO',
    ...pageReferences(['alsats(1)', ...manual.seeAlso]),
    '',
  ].join('\n');
}

function sectionLines({ sections }: Manual): string[] {
  return sections.flatMap(([title, paragraphs]) => [
    `.SH ${roff(title)}`,
    ...paragraphs.flatMap((text) => ['.PP', paragraph(text)]).slice(1),
  ]);
}

/** What all pages have at their end. */
function commonEnd(manual: Manual): string[] {
  return [
    ...taggedSection(
      'EXIT STATUS',
      exitCodes.map(([code, meaning]) => [String(code), meaning]),
    ),
    ...taggedSection('ENVIRONMENT', [...environment, ...(manual.environment ?? [])]),
    ...taggedSection('FILES', [...files, ...(manual.files ?? [])]),
  ];
}

function mainPage(program: Command, version: string): string {
  const commands = verbsOf(program);
  return [
    ...header('alsats', version, 'Linux sound for the shell'),
    '.SH SYNOPSIS',
    '.B alsats',
    '.I command',
    roff('[verb] [operands] [options]'),
    '.br',
    '.B alsats help',
    '.RI [ command ]',
    '.SH DESCRIPTION',
    paragraph(`${program.description()}.`),
    '.SH COMMANDS',
    ...commands.flatMap((command) => [
      '.TP',
      `.BR alsats\\-${roff(command.name())} (1)`,
      roff(command.summary()),
    ]),
    '.SH OPTIONS',
    ...optionLines(program.options),
    ...helpOption,
    ...sectionLines(mainManual),
    ...taggedSection('EXAMPLES', mainManual.examples),
    ...commonEnd(mainManual),
    '.SH SEE ALSO',
    ...pageReferences([
      ...commands.map((command) => `alsats-${command.name()}(1)`).sort(),
      ...mainManual.seeAlso,
    ]),
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
