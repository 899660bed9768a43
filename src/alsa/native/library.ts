/** Opens the shared libraries of alsa-lib at their first use, and tells their version. */
import { AlsatsError } from '../../error.js';
import { type KoffiLibrary, koffi } from './koffi.js';
import { abi, timeBytesByStatus } from './layout.js';
import { captureMessages } from './messages.js';

/** A shared library that is open. It stays so until the process ends. */
export interface NativeLibrary {
  /** What it was loaded by: a soname, or the path in `ALSATS_LIBASOUND`. */
  readonly name: string;
  readonly handle: KoffiLibrary;
  /** The version it tells of itself, such as `1.2.8` or `1.2.16.1`. */
  readonly version: string;
  /** Whether its functions report through libasound's messages (see messages.ts). */
  readonly hasMessages: boolean;
}

const SOUND_PACKAGES =
  'Install it: libasound2t64 (Debian 13, Ubuntu 24.04 and newer) or libasound2 (before), ' +
  'alsa-lib on Fedora, Arch and Alpine.';
const TOPOLOGY_PACKAGES =
  'Install it: libatopology2t64 (Debian 13, Ubuntu 24.04 and newer) or libatopology2 (before), ' +
  'alsa-lib on Fedora, Arch and Alpine.';

let sound: NativeLibrary | undefined;
let topology: NativeLibrary | undefined;
let timeBytes: 4 | 8 | undefined = abi.wordBytes === 8 ? 8 : undefined;

/**
 * libasound, opened at the first call; the file named by the environment variable `ALSATS_LIBASOUND` instead of
 * `libasound.so.2`, where it is set. Throws `unsupported`, with the packages to install as the hint, where it is
 * missing.
 */
export function soundLibrary(): NativeLibrary {
  if (sound === undefined) {
    sound = open(process.env.ALSATS_LIBASOUND || 'libasound.so.2', 'snd_asoundlib_version', SOUND_PACKAGES);
    captureMessages(sound.handle, isAtLeast(sound.version, '1.2.15'));
  }
  return sound;
}

/** libatopology, likewise. It comes with alsa-lib, but distributions may package it apart. */
export function topologyLibrary(): NativeLibrary {
  // It reports through libasound, whose messages are captured when it is opened.
  soundLibrary();
  topology ??= open('libatopology.so.2', 'snd_tplg_version', TOPOLOGY_PACKAGES);
  return topology;
}

/** The version of the installed libasound, such as `1.2.8`. Throws `unsupported` where there is none. */
export function libraryVersion(): string {
  return soundLibrary().version;
}

/** Bytes of the `time_t` that libasound was built with: 8, but on some 32-bit systems 4. */
export function libraryTimeBytes(): 4 | 8 {
  if (timeBytes === undefined) {
    const sizeofStatus = soundLibrary().handle.func('snd_pcm_status_sizeof', 'size_t', []) as () => number;
    timeBytes = timeBytesByStatus(abi.wordBytes, sizeofStatus());
  }
  return timeBytes;
}

/** Whether `version` is `wanted` or newer. Compares number by number; what is no number counts as 0. */
export function isAtLeast(version: string, wanted: string): boolean {
  const have = version.split('.');
  const want = wanted.split('.');
  for (let place = 0; place < Math.max(have.length, want.length); place++) {
    const difference = numberAt(have, place) - numberAt(want, place);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numberAt(parts: readonly string[], place: number): number {
  return Number.parseInt(parts[place] ?? '0', 10) || 0;
}

function open(name: string, versionSymbol: string, packages: string): NativeLibrary {
  let handle: KoffiLibrary;
  try {
    handle = koffi().load(name);
  } catch (cause) {
    if (cause instanceof AlsatsError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    // glibc and musl agree in these words, and in little else.
    const isAbsent = reason.includes('No such file or directory');
    const message = isAbsent ? `${name} is not installed` : `${name} cannot be loaded: ${oneLine(reason)}`;
    throw new AlsatsError('unsupported', message, { cause, hint: packages });
  }
  const readVersion = handle.func(versionSymbol, 'str', []) as () => string;
  return { name, handle, version: readVersion(), hasMessages: true };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
