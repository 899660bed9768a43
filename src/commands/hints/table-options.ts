/** How the tables of `hints` are to be drawn. */

import { capabilitiesOf } from '../../terminal/capabilities.js';
import { loadStyle } from '../../terminal/style.js';
import type { TableOptions } from '../../terminal/table.js';
import type { Outside } from '../outside.js';
import type { HintsOptions } from './definition.js';

export async function tableOptions(
  { color }: Pick<HintsOptions, 'color'>,
  { stdout, env }: Outside,
): Promise<TableOptions> {
  const style = await loadStyle(capabilitiesOf(stdout, env, color).colorLevel);
  return { terminalColumns: stdout.isTTY ? (stdout.columns ?? 80) : null, style };
}
