/**
 * Reads ordinary command lines without commander, which takes 8 ms to load: a third of what a short command takes
 * beyond Node itself.
 *
 * The same definitions fill it, so there is one grammar. It reads what is beyond doubt, and leaves everything else
 * (help, mistakes, optional values, options before a verb) to commander, which then reads the line from the start. A
 * test holds the two together.
 */

import type { Command } from 'commander';
import { Doubt, QuickCommand, type QuickOption } from './quick-command.js';

/** What a command line asks for. */
export interface QuickMatch {
  /** The operands as the action takes them: one value for each argument, a list for one that repeats. */
  readonly operands: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  /** Calls the action, as commander does. */
  run(): void | Promise<void>;
}

/** The options and operands of a command line that may not be finished. */
export interface TypedWords {
  readonly operands: readonly string[];
  /** By attribute; the last value of each, and an empty one for what takes none. */
  readonly options: ReadonlyMap<string, string>;
}

/**
 * Looks over the words behind a command's name that somebody is typing: what cannot be an option is an operand, and
 * nothing is an error.
 */
export function lookOver(define: (program: Command) => void, argv: readonly string[]): TypedWords {
  const program = new QuickCommand();
  define(program as unknown as Command);
  const command = program.commands.get(argv[0] ?? '') ?? program;
  const verb = command.commands.get(argv[1] ?? '');
  const known = [...command.options, ...(verb?.options ?? [])];
  const words = argv.slice(verb === undefined ? 1 : 2);
  const operands: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') return { operands: [...operands, ...words.slice(index + 1)], options };
    const [, flag = '', glued] = /^(--[^=]+|-\w)=?(.*)$/s.exec(word) ?? [];
    const option = known.find((other) => other.isNamed(flag));
    if (option === undefined) {
      if (word.length < 2 || word[0] !== '-' || /^-[\d.]/.test(word)) operands.push(word);
    } else if (!option.takesValue) options.set(option.attribute, '');
    else options.set(option.attribute, word === flag ? (words[++index] ?? '') : (glued ?? ''));
  }
  return { operands, options };
}

/**
 * What a command line asks for, or null where commander is to read it.
 *
 * @param define fills a program with the command's options
 * @param argv the words from the command's name on
 */
export function quickParse(define: (program: Command) => void, argv: readonly string[]): QuickMatch | null {
  const program = new QuickCommand();
  define(program as unknown as Command);
  const command = program.commands.get(argv[0] ?? '');
  if (command === undefined) return null;
  try {
    const verb = command.commands.get(argv[1] ?? '');
    if (verb === undefined)
      return command.commands.size === 0 || command.run !== null ? readLine(command, argv.slice(1)) : null;
    // Commander takes the command's own options behind the verb too.
    return command.options.length === 0 ? readLine(verb, argv.slice(2)) : null;
  } catch (error) {
    // A value that cannot be read either: commander says which option it belongs to.
    if (error instanceof Error) return null;
    throw error;
  }
}

function readLine(command: QuickCommand, words: readonly string[]): QuickMatch {
  const values: Record<string, unknown> = {};
  const given = new Set<QuickOption>();
  for (const option of command.options) setDefault(command, option, values);
  const operands: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '--') {
      // Behind a word that it does not know, commander passes this on, too.
      if (command.takesLevels && operands.some((operand) => /^-[\d.]/.test(operand))) throw new Doubt();
      operands.push(...words.slice(index + 1));
      break;
    }
    if (word.length < 2 || word[0] !== '-' || (command.takesLevels && /^-[\d.]/.test(word))) {
      operands.push(word);
      continue;
    }
    index += readOption(command, word, words[index + 1], values, given);
  }
  for (const option of given) {
    if ([...given].some(({ attribute }) => option.rivals.includes(attribute))) throw new Doubt();
  }
  if (command.run === null) throw new Doubt();
  // A name of a verb that stands later in the line is for commander too.
  if (command.commands.size > 0 && operands.length > 0) throw new Doubt();
  const fitted = fitOperands(command, operands);
  const { run } = command;
  // What actions ask the command itself for.
  const asked = { opts: () => values, optsWithGlobals: () => values };
  return { operands: fitted, options: values, run: () => run(...fitted, values, asked) };
}

function setDefault(command: QuickCommand, option: QuickOption, values: Record<string, unknown>): void {
  const { defaultValue } = option;
  if (defaultValue === undefined && !option.isNegative) return;
  const { attribute } = option;
  if (defaultValue === undefined) {
    const hasPositive = command.options.some((other) => other !== option && other.attribute === attribute);
    if (!hasPositive) values[attribute] = true;
  } else values[attribute] = defaultValue;
}

/** Reads the options in one word. @returns how many of the words behind it belong to them */
function readOption(
  command: QuickCommand,
  word: string,
  next: string | undefined,
  values: Record<string, unknown>,
  given: Set<QuickOption>,
): 0 | 1 {
  const take = (option: QuickOption, value: string | undefined) => {
    if (option.isDoubtful) throw new Doubt();
    given.add(option);
    const { attribute, parse, isNegative, takesValue } = option;
    if (parse !== undefined) values[attribute] = parse(value, values[attribute]) ?? !isNegative;
    else values[attribute] = takesValue ? value : !isNegative;
  };
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    const option = find(command, equals < 0 ? word : word.slice(0, equals));
    if (equals >= 0) {
      if (!option.takesValue) throw new Doubt();
      take(option, word.slice(equals + 1));
      return 0;
    }
    return takeWithNext(option, next, take);
  }
  for (let place = 1; place < word.length; place++) {
    const option = find(command, `-${word[place]}`);
    const rest = word.slice(place + 1);
    if (!option.takesValue) take(option, undefined);
    else if (rest === '') return takeWithNext(option, next, take);
    else {
      take(option, rest);
      return 0;
    }
  }
  return 0;
}

function takeWithNext(
  option: QuickOption,
  next: string | undefined,
  take: (option: QuickOption, value: string | undefined) => void,
): 0 | 1 {
  if (!option.takesValue) {
    take(option, undefined);
    return 0;
  }
  if (next === undefined) throw new Doubt();
  take(option, next);
  return 1;
}

function find(command: QuickCommand, flag: string): QuickOption {
  const option = command.options.find((other) => other.isNamed(flag));
  if (option === undefined) throw new Doubt();
  return option;
}

/** One value for each argument of the command. */
function fitOperands(command: QuickCommand, operands: readonly string[]): unknown[] {
  const fitted: unknown[] = [];
  for (const [index, { isRequired, isVariadic }] of command.operands.entries()) {
    if (isRequired && operands[index] === undefined) throw new Doubt();
    fitted.push(isVariadic ? operands.slice(index) : operands[index]);
  }
  const takesAll = command.operands.at(-1)?.isVariadic === true;
  if (!takesAll && operands.length > command.operands.length) throw new Doubt();
  return fitted;
}
