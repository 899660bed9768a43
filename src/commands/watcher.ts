/** What commands that watch have in common: they tell events until they are stopped, and run the user's command for each. */

import { capabilitiesOf } from '../terminal/capabilities.js';
import { loadStyle, type Style } from '../terminal/style.js';
import { EventOutput } from './event-output.js';
import { ExecHook } from './exec-hook.js';
import { EXIT_DONE } from './exit-code.js';
import { tellNotice } from './notice.js';
import { bearLostReader, type Outside } from './outside.js';
import type { ShowOptions } from './show-options.js';
import { StopSignals } from './stop-signals.js';

export interface WatcherOptions extends ShowOptions {
  /** The command for each event but the state at the start. */
  readonly exec?: string;
}

/** How events are shown. */
export interface WatcherLook<Event> {
  /** What the first line of JSON says that the lines are, `alsats.jack-watch/1`. */
  readonly schema: string;
  /** The lines of an event as text; null for one that a person need not see. */
  readonly text: (event: Event, time: Date, style: Style) => string | null;
}

export interface Watcher<Event> {
  /** Shows an event. */
  tell(event: Event): void;
  /** Ends the watching with an error; the first one counts. */
  fail(error: unknown): void;
  readonly signals: StopSignals;
}

/**
 * Watches until `follow` is done, which it is to be once the signals say so.
 *
 * @returns the exit code
 * @throws what `follow` threw, or was handed to {@link Watcher.fail}
 */
export async function watch<Event extends { readonly type: string }>(
  options: WatcherOptions,
  outside: Outside,
  { schema, text }: WatcherLook<Event>,
  follow: (watcher: Watcher<Event>) => Promise<void>,
): Promise<number> {
  bearLostReader(outside.stderr);
  const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
  using signals = new StopSignals(outside);
  let failure: unknown = null;
  const fail = (error: unknown): void => {
    failure ??= error;
    signals.stop();
  };
  const output = new EventOutput<Event>(outside, {
    json: options.json === true,
    schema,
    text: (event, time) => text(event, time, style),
    onClosed: signals.stop,
    onFailure: fail,
  });
  const hook = options.exec === undefined ? null : createHook(options.exec, options, outside);
  const tell = (event: Event): void => {
    const stamped = output.write(event);
    if (event.type !== 'state') hook?.run(stamped);
  };
  try {
    await follow({ tell, fail, signals });
    if (failure === null) await hook?.idle();
  } catch (error) {
    fail(error);
  } finally {
    hook?.close();
    await output.flush();
  }
  if (failure !== null) throw failure;
  return EXIT_DONE;
}

/** Runs the command of `--exec`; what it prints does not get between lines of JSON. */
export function createHook(
  command: string,
  options: Pick<ShowOptions, 'json'>,
  outside: Pick<Outside, 'env' | 'stderr'>,
): ExecHook {
  return new ExecHook(command, {
    env: outside.env,
    outputFd: options.json ? 2 : 1,
    onProblem: (message) => tellNotice(options, outside, message),
  });
}
