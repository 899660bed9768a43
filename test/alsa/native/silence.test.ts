import { expect, it } from 'vitest';
import { runChild } from './child.js';

it('hides what is printed within a call, and nothing else', () => {
  const { stdout, stderr, status } = runChild(`
    import { readdirSync, writeSync } from 'node:fs';
    import { withoutStderr } from './silence.js';
    const openFiles = () => readdirSync('/proc/self/fd').length;
    writeSync(2, 'before ');
    const before = openFiles();
    const result = withoutStderr(() => writeSync(2, 'within '));
    try {
      withoutStderr(() => {
        writeSync(2, 'thrown ');
        throw new Error();
      });
    } catch {}
    writeSync(2, 'after');
    console.log(result, openFiles() - before);
  `);
  expect({ stdout, stderr, status }).toEqual({ stdout: '7 0\n', stderr: 'before after', status: 0 });
});
