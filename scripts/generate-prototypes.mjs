// Writes src/alsa/native/generated/: the prototype of every public function of alsa-lib, from the C headers.
//
//   node scripts/generate-prototypes.mjs --headers DIR [--check]
//
// DIR holds pcm.h, seq.h … of alsa-lib 1.2.16.1. On Debian, from trixie-backports, without installing anything:
//
//   echo 'deb http://deb.debian.org/debian trixie-backports main' > /etc/apt/sources.list.d/backports.list
//   apt-get update && apt-get download libasound2-dev/trixie-backports libatopology-dev/trixie-backports
//   for p in *.deb; do dpkg -x "$p" headers; done            # DIR is headers/usr/include/alsa
//
// The headers know no versions; scripts/alsa-symbols.tsv does. A function that is in one and not in the other is an
// error, so that a new alsa-lib cannot slip in, or an old function drop out, unseen. --check writes nothing and
// fails where the committed files differ.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outputFolder = join(root, 'src', 'alsa', 'native', 'generated');

/** Which headers make an area. The area is what one command needs at once, hence one module. */
const areas = {
  core: {
    headers: ['global.h', 'error.h', 'input.h', 'output.h'],
    about: 'version, messages, input, output, async handlers',
  },
  config: { headers: ['conf.h'], about: 'configuration trees' },
  pcm: { headers: ['pcm.h'], about: 'PCM streams, their parameters, status, formats, channel maps, hooks' },
  'pcm-plugin': {
    headers: ['pcm_plugin.h', 'pcm_external.h', 'pcm_ioplug.h', 'pcm_extplug.h', 'pcm_rate.h'],
    about: 'PCM plugin constructors, ioplug, extplug, scopes',
  },
  control: {
    headers: ['control.h', 'control_external.h', 'control_plugin.h'],
    about: 'cards, device names, control elements (ctl, hctl, sctl), dB scales, control plugins',
  },
  mixer: { headers: ['mixer.h', 'mixer_abst.h'], about: 'mixers: classes and simple elements' },
  rawmidi: { headers: ['rawmidi.h'], about: 'raw MIDI ports' },
  seq: {
    headers: ['seq.h', 'seq_event.h', 'seqmid.h', 'seq_midi_event.h'],
    about: 'the sequencer, its clients, ports, queues, subscriptions, and the MIDI event coder',
  },
  timer: { headers: ['timer.h'], about: 'timers' },
  hwdep: { headers: ['hwdep.h'], about: 'hardware-dependent devices' },
  ump: { headers: ['ump.h', 'ump_msg.h'], about: 'Universal MIDI Packet endpoints (MIDI 2.0)' },
  'use-case': { headers: ['use-case.h'], about: 'use case manager' },
  topology: { headers: ['topology.h'], about: 'DSP topology files (libatopology)' },
};

/** These are declared in pcm.h, but belong to the meter plugin. */
const isScope = (symbol) =>
  symbol.startsWith('snd_pcm_scope_') ||
  symbol === 'snd_pcm_meter_add_scope' ||
  symbol.startsWith('snd_pcm_meter_');

/** C scalar → code (see src/alsa/native/prototype.ts, which turns a code into a koffi type). */
const scalars = {
  void: 'v',
  char: 'c',
  'signed char': 'c',
  int8_t: 'c',
  'unsigned char': 'C',
  uint8_t: 'C',
  short: 's',
  int16_t: 's',
  'unsigned short': 'S',
  uint16_t: 'S',
  int: 'i',
  int32_t: 'i',
  pid_t: 'i',
  unsigned: 'u',
  'unsigned int': 'u',
  uint32_t: 'u',
  mode_t: 'u',
  long: 'l',
  ssize_t: 'l',
  'unsigned long': 'L',
  size_t: 'L',
  'long long': 'q',
  int64_t: 'q',
  'unsigned long long': 'Q',
  uint64_t: 'Q',
  float: 'f',
  double: 'd',
  // Pointers to what C keeps to itself.
  va_list: 'p',
  FILE: '!struct',
  // Two structs are returned by value.
  snd_htimestamp_t: 'T',
  snd_pcm_sync_id_t: 'Y',
};

const argumentTypes = {
  c: 'number',
  C: 'number',
  s: 'number',
  S: 'number',
  i: 'number',
  u: 'number',
  f: 'number',
  d: 'number',
  l: 'LongArgument',
  L: 'LongArgument',
  q: 'LongArgument',
  Q: 'LongArgument',
  p: 'Pointer',
  z: 'StringArgument',
  '.': 'unknown[]',
};
const resultTypes = {
  v: 'void',
  c: 'number',
  C: 'number',
  s: 'number',
  S: 'number',
  i: 'number',
  u: 'number',
  f: 'number',
  d: 'number',
  l: 'LongResult',
  L: 'LongResult',
  q: 'LongResult',
  Q: 'LongResult',
  p: 'Address | null',
  z: 'string | null',
  T: 'TimespecResult',
  Y: 'SyncIdResult',
};

/** Source text → declarations without comments, directives and bodies, one per item, white space collapsed. */
function declarationsOf(source) {
  let text = source
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\/\/.*/g, '')
    .replace(/\\\n/g, ' ')
    .replace(/^[ \t]*#.*$/gm, '')
    .replace(/extern "C" \{/g, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\{[^{}]*\}/g, '@');
  }
  // The body of an inline function ends its declaration; the body of a struct, union or enum does not.
  text = text.replace(/\)\s*@/g, ');').replace(/@/g, '{}');
  return text
    .split(';')
    .map((declaration) => declaration.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** Adds what `typedef` declares: name → code ('p' for function pointers, '!struct' where no value can be passed). */
function readTypedef(declaration, types) {
  const functionPointer = /^typedef .*?\(\s*\*\s*(\w+)\s*\)/.exec(declaration);
  if (functionPointer) return types.set(functionPointer[1], 'p');
  const functionType = /^typedef [^(]*\(\s*(\w+)\s*\)\s*\(/.exec(declaration);
  if (functionType) return types.set(functionType[1], '!struct');
  const plain = /^typedef (.*?)\s*(\*?)\s*(\w+)(?:\[.*\])?$/.exec(declaration);
  if (!plain) throw new Error(`cannot read: ${declaration}`);
  const [, base, star, name] = plain;
  // The headers repeat some typedefs for doxygen's sake.
  if (name in scalars || types.has(name)) return types;
  if (star) return types.set(name, 'p');
  if (base.startsWith('enum')) return types.set(name, 'i');
  if (base.startsWith('struct') || base.startsWith('union')) return types.set(name, '!struct');
  return types.set(name, codeOf(base, types, `typedef ${name}`));
}

function codeOf(type, types, where) {
  const bare = type
    .replace(/\b(const|extern|volatile)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (bare.startsWith('enum ')) return 'i';
  const code = scalars[bare] ?? types.get(bare);
  if (code === undefined || code === '!struct') throw new Error(`${where}: no code for the C type "${type}"`);
  return code;
}

/** One parameter's text → its name and code. A nameless one is called after its place. */
function readParameter(text, place, types, where) {
  if (text === '...') return { name: 'args', code: '.', text };
  const functionPointer = /\(\s*\*\s*(\w*)\s*\)\s*\(/.exec(text);
  if (functionPointer) return { name: functionPointer[1] || `callback${place}`, code: 'p', text };
  const match = /^(.*?)(\w+)?((?:\s*\[[^\]]*\])*)$/.exec(text);
  let [, type, name, array] = match;
  // "unsigned int" and "const snd_pcm_t *" have no name: what looks like one is part of the type.
  if (
    !name ||
    !type.trim() ||
    /^(const|unsigned|struct|enum)$/.test(type.trim()) ||
    name in scalars ||
    types.has(name)
  ) {
    type = `${type}${name ?? ''}`;
    name = `arg${place}`;
  }
  const stars = (type.match(/\*/g) ?? []).length + (array ? 1 : 0);
  if (stars === 0) return { name, code: codeOf(type, types, where), text };
  const isText = stars === 1 && !array && /^const char ?\*( ?const)? *$/.test(type.trim());
  return { name, code: isText ? 'z' : 'p', text };
}

function readFunction(declaration, types) {
  const plain = declaration
    .replace(/__attribute__ ?\(\(.*?\)\)(?=\s|$)/g, '')
    .replace(/^extern /, '')
    .trim();
  const match = /^([\w\s]+?[\s*]+)(\w+) ?\((.*)\)$/.exec(plain);
  if (!match) return undefined;
  const [, result, symbol, parameterText] = match;
  const stars = (result.match(/\*/g) ?? []).length;
  const resultCode =
    stars === 0 ? codeOf(result, types, symbol) : /^const char ?\*\s*$/.test(result.trim()) ? 'z' : 'p';
  const isEmpty = parameterText.trim() === 'void' || parameterText.trim() === '';
  const parameters = isEmpty
    ? []
    : parameterText
        .split(/,(?![^()]*\))/)
        .map((text, place) => readParameter(text.trim(), place, types, symbol));
  return { symbol, codes: resultCode + parameters.map((p) => p.code).join(''), parameters, prototype: plain };
}

/** TypeScript refuses some parameter names that C allows. */
const safeName = (name) =>
  /^(function|interface|private|class|new|var|in|default|delete|this|enum)$/.test(name) ? `${name}_` : name;

function interfaceMethod({ symbol, codes, parameters, prototype }, since) {
  const used = new Map();
  const labels = parameters.map(({ name, code }) => {
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    const label = safeName(count === 1 ? name : `${name}${count}`);
    return code === '.' ? `...${label}: unknown[]` : `${label}: ${argumentTypes[code]}`;
  });
  const note = since === '-' ? '' : ` Since ${since}.`;
  const variadic = codes.endsWith('.');
  const doc = `  /** \`${prototype}\`${note} */`;
  return `${doc}\n  ${symbol}: ${variadic ? 'VariadicFunction' : 'NativeFunction'}<[${labels.join(', ')}], ${resultTypes[codes[0]]}>;`;
}

function moduleText(area, functions, sinceOf) {
  const camel = area.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const pascal = camel[0].toUpperCase() + camel.slice(1);
  const names = [
    'Address',
    'LongArgument',
    'LongResult',
    'NativeFunction',
    'Pointer',
    'StringArgument',
    'SyncIdResult',
    'TimespecResult',
    'VariadicFunction',
  ];
  const methods = functions.map((f) => interfaceMethod(f, sinceOf.get(f.symbol))).join('\n');
  const imports = names.filter((name) => new RegExp(`\\b${name}\\b`).test(methods));
  const rows = functions.map((f) => {
    const since = sinceOf.get(f.symbol);
    return `${f.symbol} ${f.codes}${since === '-' ? '' : ` ${since}`}`;
  });
  return `// Generated by scripts/generate-prototypes.mjs from the headers of alsa-lib 1.2.16.1: do not edit.
import type { ${imports.join(', ')} } from '../types.js';

/** Name, result and argument codes (see ../prototype.ts), and the first version that has it where it is not ancient. */
export const ${camel}Prototypes = \`
${rows.join('\n')}
\`;

/** ${functions.length} functions: ${areas[area].about}. */
export interface ${pascal}Api {
${methods}
}
`;
}

function readSymbols() {
  const rows = readFileSync(join(root, 'scripts', 'alsa-symbols.tsv'), 'utf8').split('\n');
  return new Map(rows.filter((row) => row && !row.startsWith('#')).map((row) => row.split('\t')));
}

function main() {
  const { values } = parseArgs({ options: { headers: { type: 'string' }, check: { type: 'boolean' } } });
  if (!values.headers) throw new Error('usage: generate-prototypes.mjs --headers DIR [--check]');
  const sinceOf = readSymbols();
  const read = (name) => declarationsOf(readFileSync(join(values.headers, name), 'utf8'));

  const declarations = new Map();
  for (const { headers } of Object.values(areas))
    for (const name of headers) declarations.set(name, read(name));

  const types = new Map();
  const pending = [...declarations.values()].flat().filter((d) => d.startsWith('typedef '));
  // One header uses another's types, so go round until nothing is left.
  for (let left = pending; left.length > 0; ) {
    const failed = left.filter((d) => {
      try {
        readTypedef(d, types);
        return false;
      } catch {
        return true;
      }
    });
    if (failed.length === left.length) throw new Error(`cannot resolve: ${failed.join(' | ')}`);
    left = failed;
  }

  const byArea = new Map(Object.keys(areas).map((area) => [area, new Map()]));
  const seen = new Set();
  const problems = [];
  for (const [area, { headers }] of Object.entries(areas)) {
    for (const declaration of headers.flatMap((name) => declarations.get(name))) {
      if (
        /^(typedef|static)\b|^(struct|union|enum) \w+ \{/.test(declaration) ||
        /\binline\b/.test(declaration) ||
        !declaration.includes('(')
      )
        continue;
      const found = readFunction(declaration, types);
      if (!found || !/^_?snd_/.test(found.symbol)) {
        problems.push(`not understood: ${declaration}`);
        continue;
      }
      seen.add(found.symbol);
      const since = sinceOf.get(found.symbol);
      if (since === undefined) problems.push(`${found.symbol} is declared, but not in alsa-symbols.tsv`);
      else if (since !== 'never')
        byArea.get(isScope(found.symbol) ? 'pcm-plugin' : area).set(found.symbol, found);
    }
  }
  for (const symbol of sinceOf.keys()) {
    if (!seen.has(symbol)) problems.push(`${symbol} is in alsa-symbols.tsv, but not declared`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));

  mkdirSync(outputFolder, { recursive: true });
  let total = 0;
  for (const [area, functions] of byArea) {
    const sorted = [...functions.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    const path = join(outputFolder, `${area}.ts`);
    const text = moduleText(area, sorted, sinceOf);
    if (!values.check) writeFileSync(path, text);
    else if (!existsSync(path) || readFileSync(path, 'utf8') !== text)
      throw new Error(`${path} is not up to date`);
    total += sorted.length;
    console.log(`${String(sorted.length).padStart(5)}  ${area}`);
  }
  console.log(`${String(total).padStart(5)}  functions in all`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
