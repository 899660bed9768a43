/** Names out of a configuration of the test's own: ALSA reads it once a process, so it is set before anything else. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DeviceKind, deviceKinds, deviceNames } from '../../src/alsa/device-name.js';
import { configuredPcms } from '../../src/alsa/pcm/configured-names.js';

const path = join(mkdtempSync(join(tmpdir(), 'alsats-conf-')), 'asound.conf');
writeFileSync(
  path,
  `</usr/share/alsa/alsa.conf>
defaults.namehint.showall off
pcm.plain { type null }
pcm.shown { type null hint { show on description "Grüße aus Köln" } }
pcm.hidden { type null hint { show off } }
pcm.hidden0 { type null hint { show 0 } }
pcm.input { type asym capture.pcm "null" }
pcm.template { @args [ X ] @args.X { type string } type plug slave.pcm "null" }
pcm.alias "plain"
pcm.aliasOfAlias "alias"
pcm.loopA "loopB"
pcm.loopB "loopA"
pcm.dangling "nowhere"
pcm.typeless { foo 1 }
`,
);
process.env.ALSA_CONFIG_PATH = path;

it('lists the names that ask for it, with all that is known of them', () => {
  const names = deviceNames('pcm');
  expect(names.find(({ name }) => name === 'shown')).toEqual({
    kind: 'pcm',
    name: 'shown',
    description: 'Grüße aus Köln',
    playback: true,
    capture: true,
  });
  expect(names.find(({ name }) => name === 'null')?.description).toBe(
    'Discard all samples (playback) or generate zero samples (capture)',
  );
  expect(names.map(({ name }) => name)).not.toContain('hidden');
});

it('lists names of every kind, again and again', () => {
  for (const kind of deviceKinds) {
    const first = deviceNames(kind);
    for (const name of first) expect(name.kind).toBe(kind);
    for (let round = 0; round < 20; round++) expect(deviceNames(kind)).toEqual(first);
  }
});

it('refuses other kinds and cards that make no sense', () => {
  expect(() => deviceNames('card' as DeviceKind)).toThrow('kind must be one of');
  expect(() => deviceNames('pcm', -1)).toThrow('card must be a whole number');
});

it('finds PCMs that have no hint, and aliases that lead to one', () => {
  const found = configuredPcms();
  expect(found.map(({ name }) => name).toSorted()).toEqual(
    ['alias', 'aliasOfAlias', 'input', 'null', 'plain', 'shown'].toSorted(),
  );
  expect(found.find(({ name }) => name === 'plain')).toEqual({
    name: 'plain',
    description: null,
    type: 'null',
    target: null,
  });
  expect(found.find(({ name }) => name === 'alias')?.target).toBe('plain');
});
