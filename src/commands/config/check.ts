/** Runs `alsats config check`. */

import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../../alsa/config/config.js';
import { readConfigText } from '../../alsa/config/load.js';
import { ConfigSyntaxError } from '../../config-text/syntax-error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { EXIT_BAD_FILE, EXIT_DONE } from '../exit-code.js';
import { tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import { refuseEmpty } from '../show-options.js';
import type { ConfigOptions } from './definition.js';
import { findMistakes, type Mistake, type Surroundings } from './find-mistakes.js';
import { stockFile, stockSurroundings } from './surroundings.js';

const SCHEMA = 'alsats.config-check/1';

interface FileMistake extends Mistake {
  readonly file: string;
}

/** @returns the exit code */
export async function configCheck(
  file: string | null,
  options: ConfigOptions,
  outside: Outside,
): Promise<number> {
  bearLostReader(outside.stderr);
  refuseEmpty(file, 'the name of a file');
  const files = file === null ? usualFiles(outside.env) : [file];
  const surroundings = stockSurroundings();
  const mistakes = files.flatMap((path) => checkFile(path, surroundings));
  const output = new Output(outside.results);
  if (options.json) await printJson(output, SCHEMA, { files, mistakes });
  else {
    const style = await loadStyle(capabilitiesOf(outside.results, outside.env, options.color).colorLevel);
    for (const mistake of mistakes) await output.writeLine(mistakeText(mistake, style));
    tellNotice(options, outside, summaryText(files, mistakes));
  }
  return mistakes.some(({ severity }) => severity === 'error') ? EXIT_BAD_FILE : EXIT_DONE;
}

/** What a machine and its user may have changed; the files of the distribution are not theirs to mend. */
function usualFiles(env: Outside['env']): string[] {
  const home = env.HOME ?? homedir();
  const folder = '/etc/alsa/conf.d';
  const inFolder = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.conf'))
        .sort()
        .map((name) => join(folder, name))
    : [];
  const own = [
    '/etc/asound.conf',
    join(home, '.asoundrc'),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'alsa', 'asoundrc'),
  ];
  return [...inFolder, ...own].filter((path) => existsSync(path));
}

/** @throws AlsatsError where the file cannot be read */
function checkFile(file: string, surroundings: Surroundings): FileMistake[] {
  const text = readConfigText(file);
  const found = findMistakes(text, surroundings);
  // What is right by the grammar may still be refused when it is put together: that alsa-lib itself has to say.
  const all = found.some(({ severity }) => severity === 'error')
    ? found
    : [...found, ...loadMistakes(text, file)];
  return all.map((mistake) => ({ file, ...mistake }));
}

function loadMistakes(text: string, file: string): Mistake[] {
  using stock = Config.loadFile(stockFile());
  try {
    stock.load(text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigSyntaxError)) throw error;
    const { line, column, reason } = error;
    const message = error.file === null || error.file === file ? reason : `${error.file}: ${reason}`;
    return [{ severity: 'error', line, column, message, suggestions: [] }];
  }
}

function mistakeText(
  { file, line, column, severity, message, suggestions }: FileMistake,
  style: Style,
): string {
  const tone = severity === 'error' ? style.error : style.warning;
  const meant =
    suggestions.length === 0 ? '' : ` (did you mean ${suggestions.map((name) => `"${name}"`).join(', ')}?)`;
  return `${style.strong(escapeText(`${file}:${line}:${column}:`))} ${tone(severity)}: ${escapeText(message + meant)}`;
}

function summaryText(files: readonly string[], mistakes: readonly FileMistake[]): string {
  if (files.length === 0)
    return 'there is nothing to check: neither this machine nor this user has changed the configuration';
  const errors = mistakes.filter(({ severity }) => severity === 'error').length;
  const warnings = mistakes.length - errors;
  const checked = files.length === 1 ? files[0] : `${files.length} files`;
  if (mistakes.length === 0) return `${checked}: no mistakes found`;
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  return `${checked}: ${[
    errors > 0 ? count(errors, 'error') : null,
    warnings > 0 ? count(warnings, 'warning') : null,
  ]
    .filter((part) => part !== null)
    .join(', ')}`;
}
