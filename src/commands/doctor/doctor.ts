/** Runs `alsats doctor`. */

import { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle } from '../../terminal/style.js';
import { EXIT_DONE, exitCodeOf } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { DoctorOptions } from './definition.js';
import { examine } from './examine.js';
import { findingsOf, verdictOf } from './findings.js';
import { reportText } from './text.js';

const SCHEMA = 'alsats.doctor/1';

/** @returns the exit code: that of the first problem, or 0 */
export async function doctor(options: DoctorOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const report = await examine(options.card ?? null, outside.env);
  const findings = findingsOf(report);
  const verdict = verdictOf(findings);
  const output = new Output(outside.stdout);
  if (options.json) await printJson(output, SCHEMA, { verdict, findings, ...report });
  else {
    const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
    await output.writeLine(reportText(verdict, findings, report, style));
  }
  const kind = findings[0]?.kind ?? null;
  return kind === null ? EXIT_DONE : exitCodeOf(new AlsatsError(kind, verdict));
}
