/** Runs `alsats mixer batch`: lines like those of the command line, on one mixer that stays open. */

import { createReadStream } from 'node:fs';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE, exitCodeOf } from '../exit-code.js';
import { lineBatches } from '../line-batches.js';
import { bearLostReader, type Outside } from '../outside.js';
import { refuseEmpty } from '../show-options.js';
import { standardInput } from '../standard-input.js';
import { BatchRunner } from './batch-runner.js';
import { type MixerOptions, openMixer } from './mixer-choice.js';

export interface BatchOptions extends MixerOptions {
  readonly keepGoing?: boolean;
  readonly quiet?: boolean;
}

/** A line that is longer is no command. */
const lineBounds = { maxLength: 65_536, tooLong: 'a line of the input does not end' };

/** Answers are passed on in pieces of about this length: more at a time would only have to be kept. */
const ANSWERS_LENGTH = 16_384;

/** @returns the exit code: that of the first line that failed */
export async function runBatch(file: string, options: BatchOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  refuseEmpty(file, 'the name of a file');
  const input = file === '-' ? standardInput(outside) : await openFile(file);
  using mixer = await openMixer(options);
  const output = new Output(outside.stdout);
  const runner = new BatchRunner(mixer, options);
  let exitCode = EXIT_DONE;
  for await (const lines of lineBatches(input, lineBounds)) {
    // What is there at once is answered at once.
    let answers = '';
    runner.takeEvents();
    for (const line of lines) {
      const { text, error } = runner.needsTime(line) ? await runner.runSlow(line) : runner.run(line);
      if (text !== null) answers += `${text}\n`;
      if (error !== null) {
        exitCode ||= exitCodeOf(error);
        if (!options.keepGoing || isEnd(error)) {
          await output.write(answers);
          return exitCode;
        }
      }
      if (answers.length > ANSWERS_LENGTH) {
        if (!(await output.write(answers))) return exitCode;
        answers = '';
      }
    }
    if (answers !== '' && !(await output.write(answers))) return exitCode;
  }
  const { failed, done } = runner;
  if (failed > 0) {
    const { tellNotice } = await import('./cards.js');
    tellNotice(options, outside, `${failed} of ${failed + done} lines failed`);
  }
  return exitCode;
}

/** A card that is gone answers no line any more; an element that was removed is one line's trouble. */
function isEnd(error: unknown): boolean {
  return error instanceof AlsaError && error.kind === 'disconnected';
}

async function openFile(path: string): Promise<AsyncIterable<Buffer>> {
  const stream = createReadStream(path);
  await new Promise<void>((resolve, reject) => {
    stream.once('ready', () => resolve());
    stream.once('error', (cause: NodeJS.ErrnoException) => {
      const kind = cause.code === 'ENOENT' ? 'not-found' : cause.code === 'EACCES' ? 'permission' : 'failed';
      const reason = cause.code === 'ENOENT' ? 'no such file' : cause.message;
      reject(new AlsatsError(kind, `cannot read ${path}: ${reason}`, { cause }));
    });
  });
  return stream as AsyncIterable<Buffer>;
}
