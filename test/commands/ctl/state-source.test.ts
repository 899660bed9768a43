import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readState, readStateIfAny, writeState } from '../../../src/commands/ctl/state-source.js';
import { FakeOutside } from '../fake-outside.js';

const folder = mkdtempSync(join(tmpdir(), 'alsats-state-'));
const path = (name: string) => join(folder, name);

describe('a state file on disk', () => {
  it('is replaced as a whole, with its rights, through a link', async () => {
    writeFileSync(path('real'), 'old');
    chmodSync(path('real'), 0o600);
    symlinkSync('real', path('link'));
    await writeState(path('link'), 'new');
    expect(readFileSync(path('real'), 'utf8')).toBe('new');
    expect(statSync(path('real')).mode & 0o777).toBe(0o600);
    expect(readlinkSync(path('link'))).toBe('real');
    expect(readdirSync(folder).sort()).toEqual(['link', 'real']);
  });

  it('is made where there is none', async () => {
    await writeState(path('fresh'), 'text');
    expect(readFileSync(path('fresh'), 'utf8')).toBe('text');
    expect((await readStateIfAny(path('none'))).cardIds()).toEqual([]);
  });

  it('that cannot be is told with the reason, and leaves nothing', async () => {
    const before = readdirSync(folder);
    await expect(writeState(path('missing/x'), 'text')).rejects.toMatchObject({
      kind: 'write-failed',
      message: `cannot write ${path('missing/x')}: no such folder`,
    });
    await expect(writeState('/dev/null', 'text')).rejects.toMatchObject({ kind: 'write-failed' });
    await expect(readStateIfAny('/dev/zero')).rejects.toMatchObject({ kind: 'write-failed' });
    await expect(readState(folder, new FakeOutside())).rejects.toThrow(/it is a folder/);
    await expect(readState(path('none'), new FakeOutside())).rejects.toMatchObject({ kind: 'not-found' });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('that never ends is not read for ever', async () => {
    await expect(readState('/dev/zero', new FakeOutside())).rejects.toMatchObject({
      kind: 'malformed',
      message: '/dev/zero is no state file: it does not end',
    });
  });

  it('may be text or JSON, and says what is wrong with it', async () => {
    const outside = new FakeOutside();
    writeFileSync(path('text'), 'state.A { control { } }');
    writeFileSync(path('json'), '{"schema":"alsats.ctl-state/1","cards":[{"id":"A","elements":[]}]}');
    writeFileSync(path('bad'), 'state.A {');
    for (const name of ['text', 'json'])
      expect((await readState(path(name), outside)).cardIds()).toEqual(['A']);
    await expect(readState(path('bad'), outside)).rejects.toMatchObject({
      kind: 'malformed',
      message: `${path('bad')} is no state file: line 1, column 9: this "{" is never closed`,
    });
  });
});
