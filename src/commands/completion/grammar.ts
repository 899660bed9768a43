/** The grammar of command lines, read from the definitions of the commands: what the scripts are made from. */

import type { Argument, Command, Option } from 'commander';
import { collect } from '../show-options.js';
import { placeholders, places } from './places.js';
import { free, type PlaceValue, words } from './value.js';

export interface GrammarOption {
  readonly short: string | null;
  readonly long: string;
  readonly description: string;
  /** Null for an option that takes none. */
  readonly value: PlaceValue | null;
  /** The value may be left out. */
  readonly isValueOptional: boolean;
  /** It may be given several times. */
  readonly repeats: boolean;
}

export interface GrammarOperand {
  readonly name: string;
  readonly value: PlaceValue;
  /** All words from here on. */
  readonly repeats: boolean;
}

export interface GrammarCommand {
  /** `play`, `mixer set`; empty for the program itself. */
  readonly path: string;
  readonly name: string;
  readonly summary: string;
  readonly options: readonly GrammarOption[];
  readonly operands: readonly GrammarOperand[];
  readonly verbs: readonly GrammarCommand[];
  /** What is meant where no verb is given. */
  readonly defaultVerb: string | null;
}

/** What could not be answered from the definitions and the places: the test wants it empty. */
export interface GrammarGaps {
  readonly unknown: Set<string>;
  /** Entries that were of use. */
  readonly used: Set<string>;
}

const help: GrammarOption = {
  short: '-h',
  long: '--help',
  description: 'show help',
  value: null,
  isValueOptional: false,
  repeats: false,
};

/** Reads the whole tree. */
export function readGrammar(
  program: Command,
  gaps: GrammarGaps = { unknown: new Set(), used: new Set() },
): GrammarCommand {
  return readCommand(program, '', gaps);
}

function readCommand(command: Command, path: string, gaps: GrammarGaps): GrammarCommand {
  const verbs = command.commands
    .filter((verb) => verb.name() !== 'help')
    .map((verb) => readCommand(verb, path === '' ? verb.name() : `${path} ${verb.name()}`, gaps));
  // Commander keeps it to itself.
  const { _defaultCommandName: defaultVerb } = command as unknown as { _defaultCommandName: string | null };
  const options = command.options
    .filter((option) => !option.hidden)
    .map((option) => readOption(option, path, gaps));
  return {
    path,
    name: command.name(),
    summary: command.summary() || command.description(),
    options: [...options, help],
    operands: command.registeredArguments.flatMap((argument) => readOperand(argument, path, gaps)),
    verbs,
    defaultVerb: defaultVerb ?? null,
  };
}

function readOption(option: Option, path: string, gaps: GrammarGaps): GrammarOption {
  const long = option.long!;
  const placeholder = /[<[](.*)[\]>]/.exec(option.flags)?.[1];
  return {
    short: option.short ?? null,
    long,
    description: option.description,
    value: placeholder === undefined ? null : valueAt(option, `${path} ${long}`, placeholder, gaps),
    isValueOptional: option.optional,
    repeats: option.parseArg === (collect as unknown) || long === '--verbose',
  };
}

function valueAt(option: Option, place: string, placeholder: string, gaps: GrammarGaps): PlaceValue {
  const choices = option.argChoices ?? (option.parseArg as { words?: readonly string[] } | undefined)?.words;
  return choices === undefined ? lookUp(place, placeholder, gaps) : words(choices);
}

/** One operand, or two where the first of several is something else than the rest. */
function readOperand(argument: Argument, path: string, gaps: GrammarGaps): GrammarOperand[] {
  const name = argument.name();
  const place = `${path} ${name}`;
  const value = lookUp(place, name, gaps);
  const rest = `${place}...`;
  if (!Object.hasOwn(places, rest)) return [{ name, value, repeats: argument.variadic }];
  gaps.used.add(rest);
  return [
    { name, value, repeats: false },
    { name, value: places[rest]!, repeats: true },
  ];
}

function lookUp(place: string, placeholder: string, gaps: GrammarGaps): PlaceValue {
  for (const [table, key] of [
    [places, place],
    [placeholders, place.slice(place.lastIndexOf(' ') + 1)],
    [placeholders, placeholder],
  ] as const) {
    if (!Object.hasOwn(table, key)) continue;
    gaps.used.add(key);
    return table[key]!;
  }
  gaps.unknown.add(place);
  return free;
}

/** All commands and verbs, the program itself first. */
export function* allCommands(command: GrammarCommand): Generator<GrammarCommand, void> {
  yield command;
  for (const verb of command.verbs) yield* allCommands(verb);
}
