/** What the plug-ins of alsa-lib do to the sound, in words (src/pcm of alsa-lib, and its page on PCM plug-ins). */

import type { ConfigData } from '../../alsa/config/data.js';

type Group = { readonly [id: string]: ConfigData };

const effects: Readonly<Record<string, string | ((definition: Group) => string)>> = {
  hw: 'the device itself: what it cannot do is refused',
  plug: 'converts sample format, rate and channels to what is beneath, where that is needed',
  dmix: 'mixes what several programs play',
  dsnoop: 'lets several programs capture the same',
  dshare: 'gives channels of one device to several programs',
  rate: ({ converter }) =>
    `converts the rate${converter === undefined ? '' : ` (converter ${nameOf(converter)})`}`,
  route: ({ ttable }) =>
    `mixes and moves channels${ttable === undefined ? '' : ` (${countOf(ttable)} routes)`}`,
  linear: 'converts between linear sample formats',
  lfloat: 'converts between linear and floating-point samples',
  alaw: 'converts between A-law and linear samples',
  mulaw: 'converts between µ-law and linear samples',
  adpcm: 'converts between IMA ADPCM and linear samples',
  copy: 'copies, and changes nothing',
  mmap_emul: 'makes up mapped access, and changes nothing',
  empty: 'hands on, and changes nothing',
  hooks: 'sets controls when it is opened, and changes no sound',
  iec958: 'packs samples into frames of S/PDIF (IEC 60958)',
  file: ({ file, infile }) =>
    `${file === undefined ? '' : `writes a copy to ${nameOf(file)}`}${infile === undefined ? '' : `${file === undefined ? '' : ', '}captures from ${nameOf(infile)}`}` ||
    'writes a copy to a file',
  null: 'throws away what is played, captures silence',
  asym: 'goes separate ways to play and to capture',
  multi: 'joins channels of several PCMs to one',
  softvol: ({ control, min_dB, max_dB }) => softvolText(control, min_dB, max_dB),
  meter: 'shows levels, and changes nothing',
  ladspa: 'sends the sound through LADSPA plug-ins',
  share: 'gives channels of one device to several programs',
  shm: 'reaches a PCM of a server process',
  pulse: 'hands the sound to a PulseAudio server, which decides what becomes of it',
  pipewire: 'hands the sound to PipeWire, which decides what becomes of it',
  jack: 'hands the sound to a JACK server',
};

/** @returns null for a plug-in that this program does not know */
export function effectOf(type: string, definition: Group): string | null {
  if (!Object.hasOwn(effects, type)) return null;
  const effect = effects[type]!;
  return typeof effect === 'string' ? effect : effect(definition);
}

function softvolText(control: ConfigData | undefined, minDb?: ConfigData, maxDb?: ConfigData): string {
  const name =
    isGroup(control) && typeof control.name === 'string' ? ` by the control "${control.name}"` : '';
  const [min, max] = [minDb, maxDb].map((limit) => (typeof limit === 'number' ? limit : null));
  // What alsa-lib takes where nothing is said.
  return `changes the volume${name}, ${min ?? -51} dB to ${max ?? 0} dB`;
}

function isGroup(data: ConfigData | undefined): data is Group {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** A plain name, or the first of a list. */
function nameOf(data: ConfigData): string {
  if (Array.isArray(data)) return nameOf((data as readonly ConfigData[])[0] ?? '');
  if (isGroup(data)) return String(data.name ?? '?');
  return String(data);
}

/** Leaves of a table of routes. */
function countOf(data: ConfigData): number {
  if (typeof data !== 'object' || data === null) return 1;
  return Object.values(data).reduce((sum: number, member: ConfigData) => sum + countOf(member), 0);
}
