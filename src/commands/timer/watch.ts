/** Runs `alsats timer watch`. */

import type { TimerEvent } from '../../alsa/timer/events.js';
import { Timer } from '../../alsa/timer/timer.js';
import { parseTimerId } from '../../alsa/timer/timer-id.js';
import { AlsatsError } from '../../error.js';
import { callAfter } from '../../long-timer.js';
import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { localTimeText } from '../event-output.js';
import type { Outside } from '../outside.js';
import { watch } from '../watcher.js';
import type { TimerWatchOptions } from './definition.js';
import { type ListedTimer, namedTimer } from './listing.js';
import { PeriodStatistics, type PeriodSummary } from './period-statistics.js';
import { timeText } from './text.js';

const SCHEMA = 'alsats.timer-watch/1';
const DEFAULT_PERIOD_SECONDS = 0.01;
const REPORT_MS = 1000;

type Measured = PeriodSummary & {
  /** Ticks and events the kernel had to throw away since the start. */
  readonly lostTicks: number;
  readonly overruns: number;
};

type WatchEvent =
  | { readonly type: 'state'; readonly timer: ListedTimer; readonly periodSeconds: number | null }
  | ({ readonly type: 'measure' | 'end' } & Measured)
  | { readonly type: 'change'; readonly change: string };

/** @returns the exit code */
export async function timerWatch(
  name: string,
  options: TimerWatchOptions,
  outside: Outside,
): Promise<number> {
  if (options.period === 0) throw new AlsatsError('invalid', '--period has to be more than 0');
  const listed = namedTimer(name);
  using timer = Timer.open(parseTimerId(name));
  const ticksPerPeriod = setUp(timer, listed, options);
  const look = { schema: SCHEMA, text: eventText };
  return await watch<WatchEvent>(options, outside, look, async ({ tell, fail, signals }) => {
    const periodSeconds = listed.slave ? null : ticksPerPeriod * (timer.info().resolutionNs / 1e9);
    tell({ type: 'state', timer: listed, periodSeconds });
    const total = new PeriodStatistics();
    let second = new PeriodStatistics();
    const report = (type: 'measure' | 'end', statistics: PeriodStatistics): void => {
      const { lostTicks, overrunCount } = timer.status();
      tell({ type, ...statistics.summary(), lostTicks, overruns: overrunCount });
    };
    const take = (event: TimerEvent): void => {
      if (event.type === 'tick') {
        const periods = Math.max(1, Math.round(event.ticks / ticksPerPeriod));
        for (const statistics of [total, second]) statistics.add(event.timeNs!, periods);
      } else if (event.type !== 'resolution') {
        for (const statistics of [total, second]) statistics.interrupt();
        // Of a slave, the master is its stream; the rest is our own doing.
        if (event.type.startsWith('master-'))
          tell({ type: 'change', change: event.type.slice('master-'.length) });
      }
    };
    const reports = setInterval(() => {
      try {
        report('measure', second);
      } catch (error) {
        fail(error);
      }
      second = second.next();
    }, REPORT_MS);
    const { duration } = options;
    const ending = duration === undefined ? undefined : callAfter(duration * 1000, signals.stop);
    try {
      timer.start();
      for await (const event of timer.events(signals.signal)) take(event);
      report('end', total);
    } finally {
      clearInterval(reports);
      clearTimeout(ending);
    }
  });
}

/** @returns ticks of a period */
function setUp(timer: Timer, listed: ListedTimer, { period }: TimerWatchOptions): number {
  if (listed.slave) {
    if (period !== undefined)
      throw new AlsatsError(
        'invalid',
        `${listed.name} ticks with the periods of its stream: --period is not for it`,
      );
    timer.setParams();
    return 1;
  }
  const { resolutionNs } = timer.info();
  const ticks = Math.round(((period ?? DEFAULT_PERIOD_SECONDS) * 1e9) / resolutionNs);
  if (ticks < 1 || ticks > 0x7fffffff)
    throw new AlsatsError('unsupported', `a tick of ${listed.name} is ${timeText(resolutionNs / 1e9)} long`, {
      hint: 'choose a --period of at least that',
    });
  try {
    timer.setParams({ ticks });
  } catch (cause) {
    if (!(cause instanceof AlsatsError) || cause.kind !== 'unsupported') throw cause;
    const message = `the kernel lets no timer tick each ${timeText((ticks * resolutionNs) / 1e9)}`;
    throw new AlsatsError('unsupported', message, { hint: 'choose a --period of 1ms or more', cause });
  }
  return ticks;
}

function eventText(event: WatchEvent, time: Date, style: Style): string {
  const at = localTimeText(time);
  switch (event.type) {
    case 'state': {
      const { timer, periodSeconds } = event;
      const period =
        periodSeconds === null ? 'ticks while its stream runs' : `period ${timeText(periodSeconds)}`;
      return `${at}  ${style.strong(timer.name)}  ${escapeText(timer.description)}, ${period}`;
    }
    case 'change':
      return `${at}  ${style.warning(`the stream: ${event.change}`)}`;
    default:
      return `${at}  ${measureText(event, style)}`;
  }
}

function measureText(event: Measured & { readonly type: 'measure' | 'end' }, style: Style): string {
  const { periods, meanSeconds, jitterSeconds, shortestSeconds, longestSeconds, merged } = event;
  const what = event.type === 'end' ? style.strong('in all:') : '';
  if (meanSeconds === null) return `${what} ${style.dim('no period')}`.trim();
  const parts = [`${periods} periods of ${timeText(meanSeconds)}`];
  if (jitterSeconds !== null) {
    parts.push(`jitter ${timeText(jitterSeconds)}`);
    parts.push(`${timeText(shortestSeconds ?? 0)} to ${timeText(longestSeconds ?? 0)}`);
  }
  if (merged > 0) parts.push(style.warning(`${merged} too late to tell apart`));
  if (event.lostTicks > 0) parts.push(style.warning(`${event.lostTicks} ticks lost`));
  if (event.overruns > 0) parts.push(style.warning(`${event.overruns} events lost`));
  return `${what} ${parts.join(', ')}`.trim();
}
