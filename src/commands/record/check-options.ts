/** Finds what is wrong with a `record` command before any device or file is touched. */

import path from 'node:path';
import type { WritableFileType } from '../../audio/write/file-type.js';
import { storedFormatOf } from '../../audio/write/stored-format.js';
import { AlsatsError } from '../../error.js';
import { takesKeys } from '../../terminal/key-input.js';
import { checkBuffers } from '../device-options.js';
import type { Outside } from '../outside.js';
import { refuseEmpty } from '../show-options.js';
import type { RecordOptions } from './definition.js';
import { strftime } from './strftime.js';
import { channelFileNames, typeOf } from './target-names.js';

const MAX_INTERVAL_SECONDS = 3600;
const BROADCAST_TYPES: readonly WritableFileType[] = ['wav', 'rf64', 'w64'];
/** Whoever asks for less would find thousands of files. */
const MIN_FILE_BYTES = 4096;

function refuse(message: string, hint?: string): never {
  throw new AlsatsError('invalid', message, { hint });
}

/** @throws AlsatsError of kind `invalid`, or `unsupported` where a kind of file cannot hold the format */
export function checkOptions(files: readonly string[], options: RecordOptions, outside: Outside): void {
  if (options.repair) {
    if (files.length === 0) refuse('nothing to repair: name the files');
    return;
  }
  checkSound(options);
  if (options.interactive && !takesKeys(outside.stdin)) {
    refuse('--interactive needs a terminal as standard input, for the keys');
  }
  if (options.dumpHwParams) return;
  checkFiles(files.length === 0 ? ['-'] : files, options, outside);
}

function checkSound(options: RecordOptions): void {
  if (options.duration !== undefined && options.samples !== undefined) {
    refuse('give the length either as --duration or as --samples');
  }
  if (options.preRoll && options.startOn === undefined) {
    refuse('--pre-roll needs --start-on: without it nothing comes before the start');
  }
  checkBuffers(options);
  const { levelInterval, maxFileSize } = options;
  if (levelInterval !== undefined && !(levelInterval > 0 && levelInterval <= MAX_INTERVAL_SECONDS)) {
    refuse('--level-interval has to be more than 0, and an hour at most');
  }
  if (maxFileSize !== undefined && maxFileSize < MIN_FILE_BYTES) {
    refuse(`--max-file-size has to be ${MIN_FILE_BYTES} bytes at least: a header alone may take hundreds`);
  }
}

function checkFiles(files: readonly string[], options: RecordOptions, outside: Outside): void {
  const usesStdout = files.includes('-');
  const cuts = cuttingOptions(options);
  if (usesStdout) checkStdout(files, options, outside, cuts);
  if (options.separateChannels) checkSeparate(files, options, cuts);
  else if (files.length > 1 && !options.duration && !options.samples) {
    refuse('several files need a length each: give -d or -s');
  }
  if (options.append && (cuts.length > 0 || options.useStrftime)) {
    refuse(`--append goes on with one file, which does not go with ${cuts[0] ?? '--use-strftime'}`);
  }
  if (options.append) checkAppend(options);
  checkNames(files, options);
}

function checkAppend({ clobber, comment, bext }: RecordOptions): void {
  if (clobber === false) refuse('--append does not go with --no-clobber');
  if (comment !== undefined || bext) {
    refuse(
      `--append keeps the notes that the file has; ${bext ? '--bext' : '--comment'} would not get into it`,
    );
  }
}

function checkNames(files: readonly string[], options: RecordOptions): void {
  for (const name of files) {
    refuseEmpty(name, 'the name of a file');
    if (options.useStrftime) strftime(name, new Date(), 1);
    const type = typeOf(name, options);
    if (options.format !== undefined) storedFormatOf(type, options.format.format);
    if (options.comment !== undefined && type === 'raw')
      refuse('--comment needs a file with a header, not raw');
    if (options.bext && !BROADCAST_TYPES.includes(type)) refuse(`--bext needs wav, rf64 or w64, not ${type}`);
  }
  const paths = files.map((name) => path.resolve(name));
  const twice = files.find((_, index) => paths.indexOf(paths[index]!) !== index);
  if (twice !== undefined && !options.useStrftime)
    refuse(`${twice} is named twice, and would be written over`);
}

function checkStdout(
  files: readonly string[],
  options: RecordOptions,
  outside: Outside,
  cuts: readonly string[],
): void {
  if (outside.stdout.isTTY === true) {
    refuse(
      'no file was named, and standard output is a terminal',
      'alsats record FILE, or "alsats help record"',
    );
  }
  if (files.length > 1) refuse('standard output can be recorded to only alone');
  if (cuts.length > 0) refuse(`${cuts[0]} needs files: standard output is one stream`);
  if (options.separateChannels) refuse('standard output cannot stand for several files');
  if (options.append) refuse('--append needs a file');
}

function checkSeparate(files: readonly string[], options: RecordOptions, cuts: readonly string[]): void {
  if (cuts.length > 0) refuse(`${cuts[0]} does not go with --separate-channels`);
  if (options.useStrftime) refuse('--use-strftime does not go with --separate-channels');
  if (files.length > 1) channelFileNames(files, channelsOf(files, options) ?? files.length);
}

/** The channels to be recorded by the options: as many as there are files for them. */
export function channelsOf(files: readonly string[], options: RecordOptions): number | undefined {
  const asked = options.channels ?? options.format?.channels;
  return asked ?? (options.separateChannels && files.length > 1 ? files.length : undefined);
}

/** What makes one recording several files: the options that are given, with something other than 0. */
export function cuttingOptions(options: RecordOptions): string[] {
  const named = [
    ['--max-file-time', options.maxFileTime],
    ['--max-file-size', options.maxFileSize],
    ['--split-on-silence', options.splitOnSilence],
  ] as const;
  return named.filter(([, value]) => value).map(([name]) => name);
}
