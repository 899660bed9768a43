/** The doctor's report for people: the verdict and what to do first, then what it is founded on. */

import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import type { Finding, Severity } from './findings.js';
import type { CardReport, DoctorReport, HolderReport } from './report.js';
import { routeText } from './routing.js';

const marks: Readonly<Record<Severity, string>> = { problem: '✗', warning: '!', note: '·' };
const tones = { problem: 'error', warning: 'warning', note: 'dim' } as const;

export function reportText(
  verdict: string,
  findings: readonly Finding[],
  report: DoctorReport,
  style: Style,
): string {
  const isWell = findings.every(({ severity }) => severity === 'note');
  const lines = [isWell ? style.ok(`✓ ${verdict}`) : style.strong(verdict), ''];
  for (const { severity, message, advice } of findings) {
    lines.push(`${style[tones[severity]](marks[severity])} ${escapeText(message)}`);
    if (advice !== null) lines.push(`  ${style.hint('→')} ${escapeText(advice)}`);
  }
  if (findings.length > 0) lines.push('');
  const rows = [...facts(report)];
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, text] of rows) lines.push(`${style.dim(name.padEnd(width))}  ${escapeText(text)}`);
  for (const card of report.cards) lines.push('', ...cardLines(card, style));
  return lines.join('\n');
}

function* facts({
  library,
  system,
  user,
  nodes,
  servers,
  default: route,
  sequencer,
}: DoctorReport): Generator<[string, string], void> {
  const libasound = library.version === null ? 'none' : `${library.version} (${library.path ?? 'built in'})`;
  yield ['libasound', libasound];
  const where = [system.distribution, system.container].filter((text) => text !== null).join(', in ');
  yield ['kernel', `${system.kernel ?? 'unknown'}${where === '' ? '' : `, ${where}`}`];
  yield ['driver', system.alsaDriver === null ? 'none' : `ALSA ${system.alsaDriver}`];
  if (system.modules.length > 0) yield ['modules', system.modules.join(' ')];
  yield ['user', `${user.name ?? user.uid}, in groups ${user.groups.join(', ') || 'none'}`];
  const usable = nodes.filter(({ accessible }) => accessible).length;
  yield ['/dev/snd', nodes.length === 0 ? 'not there' : `${nodes.length} devices, ${usable} of them usable`];
  yield ['default', route.pcm === null ? `leads nowhere: ${route.error ?? 'unknown'}` : routeText(route.pcm)];
  for (const { name, socket, running } of servers)
    yield [name, running ? `answers at ${socket}` : 'does not run for this user'];
  yield ['sequencer', sequencer ? 'there' : 'not there'];
}

function cardLines(card: CardReport, style: Style): string[] {
  const { index, id, name, module, holders, levelsCount, quiet } = card;
  const driver = module === null ? '' : ` (${module})`;
  const title = `card ${index === null ? '' : `${index} `}${id}: ${name}${driver}`;
  return [
    style.strong(escapeText(title)),
    ...holders.map((holder) => `  ${escapeText(holderText(holder))}`),
    `  ${levelsCount === null ? 'its mixer could not be opened' : levelsText(levelsCount, quiet.length)}`,
    ...quiet.map(({ name, index, muted, zero }) => {
      const label = index === 0 ? name : `${name},${index}`;
      return `    ${escapeText(label)}: ${[muted ? 'muted' : '', zero ? 'at zero' : ''].filter(Boolean).join(', ')}`;
    }),
  ];
}

function holderText({ kind, device, subdevice, direction, pid, program }: HolderReport): string {
  const what = kind === 'pcm' ? 'PCM' : 'MIDI port';
  return `${what} ${device},${subdevice} (${direction}) is in use by ${program ?? 'a program'} (process ${pid})`;
}

function levelsText(count: number, quiet: number): string {
  if (count === 0) return 'no playback levels';
  const levels = `${count} playback level${count === 1 ? '' : 's'}`;
  return quiet === 0
    ? `${levels}, none muted or at zero`
    : `${levels}, of which ${quiet} let nothing through:`;
}
