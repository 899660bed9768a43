/** Runs `alsats timer info`. */

import { capabilitiesOf } from '../../terminal/capabilities.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { TimerOptions } from './definition.js';
import { namedTimer } from './listing.js';
import { timerText } from './text.js';

const SCHEMA = 'alsats.timer/1';

/** @returns the exit code */
export async function timerInfo(name: string, options: TimerOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const { stdout, env } = outside;
  const output = new Output(stdout);
  const timer = namedTimer(name);
  if (options.json) await printJson(output, SCHEMA, { timer });
  else {
    const style = await loadStyle(capabilitiesOf(stdout, env, options.color).colorLevel);
    await output.writeLine(timerText(timer, style));
  }
  return EXIT_DONE;
}
