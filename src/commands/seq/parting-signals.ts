/** Signals that end a process at once unless it listens: notes would sound on, and a recording lack its end. */

import type { Outside } from '../outside.js';

/** With the exit code that a shell gives each. */
const exitCodes = { SIGHUP: 129, SIGQUIT: 131 } as const;

/** Listens until disposed of: the terminal was closed, Ctrl-\ was typed. */
export function onPartingSignals(
  { signals }: Pick<Outside, 'signals'>,
  onSignal: (exitCode: number) => void,
): Disposable {
  const handlers = Object.entries(exitCodes).map(
    ([name, code]) => [name as keyof typeof exitCodes, () => onSignal(code)] as const,
  );
  for (const [name, handler] of handlers) signals.on(name, handler);
  return {
    [Symbol.dispose]() {
      for (const [name, handler] of handlers) signals.off(name, handler);
    },
  };
}
