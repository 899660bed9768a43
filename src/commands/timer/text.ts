/** Timers as text. */

import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { renderTable, type TableOptions } from '../../terminal/table.js';
import type { ListedTimer } from './listing.js';

export function timersText(timers: readonly ListedTimer[], options: TableOptions): Promise<string> {
  return renderTable(
    {
      columns: [
        { header: 'TIMER' },
        { header: 'DESCRIPTION' },
        { header: 'RESOLUTION', align: 'right' },
        { header: 'USERS' },
      ],
      rows: timers.map((timer) => [
        { text: timer.name, tone: 'strong' },
        timer.description,
        resolutionText(timer),
        usersText(timer),
      ]),
    },
    options,
  );
}

export function timerText(timer: ListedTimer, style: Style): string {
  const { minResolutionSeconds: min, maxResolutionSeconds: max } = timer;
  const fields: [string, string][] = [
    ['description', timer.description],
    ['class', timer.class],
    ...(timer.card === null ? [] : [['card', String(timer.card)] as [string, string]]),
    ['resolution', resolutionText(timer)],
    ...(min === null || max === null
      ? []
      : [['range', `${timeText(min)} to ${timeText(max)}`] as [string, string]]),
    ['users', usersText(timer) ?? 'none'],
  ];
  const lines = fields.map(([name, value]) => `  ${name.padEnd(12)} ${escapeText(value)}`);
  return [style.strong(timer.name), ...lines].join('\n');
}

function resolutionText({ slave, resolutionSeconds }: ListedTimer): string {
  if (slave)
    return resolutionSeconds === null ? 'its periods' : `${timeText(resolutionSeconds)} (its period)`;
  return resolutionSeconds === null ? 'unknown' : timeText(resolutionSeconds);
}

function usersText({ users, clientsCount }: ListedTimer): string | null {
  // What the kernel's file does not tell, its count may.
  if (users.length === 0) return clientsCount === 0 ? null : `${clientsCount} unknown`;
  return users
    .map(({ owner, pid, program, running }) => {
      const name = program === null || pid === null ? owner : `${program} (process ${pid})`;
      return running ? name : `${name}, stopped`;
    })
    .join('; ');
}

/** `1 ns`, `4 ms`, `20.833 ms`: in the largest unit that leaves a whole part. */
export function timeText(seconds: number): string {
  const size = Math.abs(seconds);
  const [unit, factor] =
    size >= 1 ? ['s', 1] : size >= 1e-3 ? ['ms', 1e3] : size >= 1e-6 ? ['µs', 1e6] : ['ns', 1e9];
  return `${Number((seconds * Number(factor)).toFixed(3))} ${unit}`;
}
