/** Runs `alsats timer list`. */

import { capabilitiesOf } from '../../terminal/capabilities.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import { EXIT_DONE } from '../exit-code.js';
import { tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { TimerOptions } from './definition.js';
import { listTimers, NO_TIMERS } from './listing.js';
import { timersText } from './text.js';

const SCHEMA = 'alsats.timers/1';

/** @returns the exit code */
export async function timerList(options: TimerOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const { stdout, env } = outside;
  const output = new Output(stdout);
  const timers = listTimers();
  if (timers === null) tellNotice(options, outside, NO_TIMERS);
  if (options.json) await printJson(output, SCHEMA, { timers: timers ?? [] });
  else if (timers !== null) {
    const style = await loadStyle(capabilitiesOf(stdout, env, options.color).colorLevel);
    const terminalColumns = stdout.isTTY ? (stdout.columns ?? 80) : null;
    await output.writeLine(await timersText(timers, { terminalColumns, style }));
  }
  return EXIT_DONE;
}
