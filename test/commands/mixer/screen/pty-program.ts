/**
 * The mixer's screen on a real terminal, with cards made of nothing: started by `terminal.test.ts` as a process of its
 * own. The first argument says what goes wrong after a while.
 */

import { runMixerScreen } from '../../../../src/commands/mixer/screen/run.js';
import { processOutside } from '../../../../src/commands/outside.js';
import { FakeCards, laptop } from './fake-mixer.js';

const faults: Readonly<Record<string, () => void>> = {
  throw: () => {
    throw new Error('a fault somewhere');
  },
  reject: () => {
    void Promise.reject(new Error('a fault somewhere'));
  },
  exit: () => process.exit(3),
};

process.stdout.write(`pid ${process.pid}\n`);
const fault = faults[process.argv[2] ?? ''];
if (fault !== undefined) setTimeout(fault, 300);
runMixerScreen({ color: 'auto' }, processOutside(), new FakeCards({ default: laptop() })).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(String(error));
    process.exitCode = 1;
  },
);
