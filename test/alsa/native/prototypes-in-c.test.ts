/** Lets the C compiler call every function by our prototype: it warns where a type differs from the header's. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configPrototypes } from '../../../src/alsa/native/generated/config.js';
import { controlPrototypes } from '../../../src/alsa/native/generated/control.js';
import { corePrototypes } from '../../../src/alsa/native/generated/core.js';
import { hwdepPrototypes } from '../../../src/alsa/native/generated/hwdep.js';
import { mixerPrototypes } from '../../../src/alsa/native/generated/mixer.js';
import { pcmPrototypes } from '../../../src/alsa/native/generated/pcm.js';
import { pcmPluginPrototypes } from '../../../src/alsa/native/generated/pcm-plugin.js';
import { rawmidiPrototypes } from '../../../src/alsa/native/generated/rawmidi.js';
import { seqPrototypes } from '../../../src/alsa/native/generated/seq.js';
import { timerPrototypes } from '../../../src/alsa/native/generated/timer.js';
import { topologyPrototypes } from '../../../src/alsa/native/generated/topology.js';
import { umpPrototypes } from '../../../src/alsa/native/generated/ump.js';
import { useCasePrototypes } from '../../../src/alsa/native/generated/use-case.js';
import { isAtLeast } from '../../../src/alsa/native/library.js';
import { listPrototypes, type Prototype } from '../../../src/alsa/native/prototype.js';
import { compileC, whyNoC } from './c-compiler.js';

const headers = [
  'alsa/asoundlib.h',
  'alsa/pcm_plugin.h',
  'alsa/pcm_external.h',
  'alsa/control_external.h',
  'alsa/control_plugin.h',
  'alsa/mixer_abst.h',
  'alsa/use-case.h',
];

const cTypes: Readonly<Record<string, string>> = {
  c: 'signed char',
  C: 'unsigned char',
  s: 'short',
  S: 'unsigned short',
  i: 'int',
  u: 'unsigned int',
  l: 'long',
  L: 'unsigned long',
  q: 'long long',
  Q: 'unsigned long long',
  f: 'float',
  d: 'double',
  p: 'void *',
  z: 'const char *',
  T: 'snd_htimestamp_t',
  Y: 'snd_pcm_sync_id_t',
};

/** A call with one variable of the coded type for each argument, and a check of what it gives. */
function callInC({ name, codes }: Prototype): string {
  const [result = 'v', ...parameters] = codes;
  const call = `${name}(${parameters
    .filter((code) => code !== '.')
    .map((code) => `value_${code}`)
    .join(', ')})`;
  if (result === 'v') return `void call_${name}(void) { ${call}; }`;
  const isSame =
    `sizeof(${call}) == sizeof(value_${result}) && ` +
    `__builtin_classify_type(${call}) == __builtin_classify_type(value_${result})`;
  return `void call_${name}(void) { _Static_assert(${isSame}, "result of ${name}"); (void)${call}; }`;
}

function programOf(prototypes: readonly Prototype[]): string {
  return [
    ...headers.map((name) => `#include <${name}>`),
    ...Object.entries(cTypes).map(([code, type]) => `extern ${type} value_${code};`),
    ...prototypes.map(callInC),
  ].join('\n');
}

// -Wtraditional-conversion tells where the header's parameter has another width, signedness or kind than ours.
const flags = ['-fsyntax-only', '-std=gnu11', '-Wtraditional-conversion', '-Wno-deprecated-declarations'];

const TOPOLOGY_HEADER = 'alsa/topology.h';
const hasTopology = whyNoC([...headers, TOPOLOGY_HEADER], ['-fsyntax-only']) === undefined;
if (hasTopology) headers.push(TOPOLOGY_HEADER);
else console.log('skipped for libatopology: its header is not on this machine');

const why = whyNoC(headers, ['-fsyntax-only']);
if (why !== undefined) console.log(`skipped: ${why}`);

it.skipIf(why !== undefined)('every prototype has the types of the installed headers', () => {
  const version = headerVersion();
  const known = [
    configPrototypes,
    controlPrototypes,
    corePrototypes,
    hwdepPrototypes,
    mixerPrototypes,
    pcmPrototypes,
    pcmPluginPrototypes,
    rawmidiPrototypes,
    seqPrototypes,
    timerPrototypes,
    hasTopology ? topologyPrototypes : '',
    umpPrototypes,
    useCasePrototypes,
  ]
    .flatMap((table) => (table === '' ? [] : listPrototypes(table)))
    .filter(({ since }) => isAtLeast(version, since ?? '0'));
  expect(known.length).toBeGreaterThan(1300);
  const { diagnostics } = compileC(programOf(known), flags);
  const complaints = diagnostics
    .split('\n')
    .filter((line) => /warning|error/.test(line))
    // char and short are promoted without a prototype; naming one argument each is the whole of it.
    .filter((line) => !/poll_descriptors|value_set_byte/.test(line));
  expect(complaints).toEqual([]);
});

it.skipIf(why !== undefined)('would tell a wrong type', () => {
  const wrong = listPrototypes('snd_pcm_avail li\nsnd_pcm_state qp\nsnd_pcm_writei lppi');
  const { diagnostics } = compileC(programOf(wrong), flags);
  expect(diagnostics).toMatch(/snd_pcm_avail/);
  expect(diagnostics).toMatch(/result of snd_pcm_state/);
  expect(diagnostics).toMatch(/snd_pcm_writei/);
});

function headerVersion(): string {
  const text = readFileSync('/usr/include/alsa/version.h', 'utf8');
  return /SND_LIB_VERSION_STR\s+"([^"]+)"/.exec(text)?.[1] ?? '0';
}
