/**
 * Loads koffi, the foreign function interface, as cheaply as can be.
 *
 * `require('koffi')` costs 7–10 ms, most of it spent finding out which binary fits; loading that binary by its path
 * costs 1 ms. So the path is tried first, and the package stays as the fallback. Nothing is loaded before the first call
 * of `koffi()`.
 */
import { AlsatsError } from '../../error.js';
import type { Address, LongResult, Pointer } from './types.js';

/** The version pinned in package.json. A binary of another one is left to koffi's own loader. */
export const KOFFI_VERSION = '3.3.4';

/** A type made by koffi; opaque to us. */
export interface KoffiType {
  readonly name: string;
}

export type KoffiTypeSpec = string | KoffiType;

/** A loaded shared library. `symbol` and `func` throw when it has no such symbol. */
export interface KoffiLibrary {
  func(name: string, result: KoffiTypeSpec, parameters: KoffiTypeSpec[]): unknown;
  symbol(name: string): Address;
}

/** A handle that watches one descriptor on Node's event loop. JavaScript must hold it: a dropped one stops firing. */
export interface KoffiPollHandle {
  stop(): void;
  close(): void;
  ref(): void;
  unref(): void;
}

export interface KoffiPollOptions {
  readable?: boolean;
  writable?: boolean;
  disconnect?: boolean;
}

/** What alsats uses of koffi 3. */
export interface Koffi {
  readonly version: string;
  load(path: string | null, options?: { lazy?: boolean; global?: boolean; deep?: boolean }): KoffiLibrary;
  pointer(type: KoffiTypeSpec): KoffiType;
  proto(result: KoffiTypeSpec, parameters: KoffiTypeSpec[]): KoffiType;
  struct(members: Record<string, KoffiTypeSpec>): KoffiType;
  array(type: KoffiTypeSpec, length: number): KoffiType;
  /** Gives C a function pointer that calls `callback`. A callback that throws returns 0 to C: it must not throw. */
  register(callback: (...args: never[]) => unknown, type: KoffiTypeSpec): Address;
  unregister(callback: Address): void;
  /** Calls the function at an address. */
  call(address: Address, type: KoffiTypeSpec, ...args: unknown[]): unknown;
  /** Memory of the C heap, not zeroed, valid until `free`. */
  alloc(type: KoffiTypeSpec, length: number): Address;
  free(address: Address): void;
  address(value: ArrayBufferView | ArrayBuffer): Address;
  /** An ArrayBuffer over foreign memory, without a copy, and without any guard against its end. */
  view(address: Address, byteLength: number): ArrayBuffer;
  readonly decode: {
    (address: Pointer, type: KoffiTypeSpec, length?: number): unknown;
    string(address: Pointer, length?: number): string;
    int32(address: Pointer): number;
    uint32(address: Pointer): number;
    ulong(address: Pointer): LongResult;
  };
  /** The C `errno` left by the last call on this thread. */
  errno(): number;
  readonly node?: {
    /** A uv_poll on Node's loop. Sets O_NONBLOCK on the descriptor; a second handle on one aborts the process. */
    poll?(
      fd: number,
      options: KoffiPollOptions,
      callback: (status: number, events: number) => void,
    ): KoffiPollHandle;
  };
}

type Require = (id: string) => unknown;

let loaded: Koffi | undefined;

/** koffi itself; loaded at the first call. Throws `unsupported` when it is not installed for this machine. */
export function koffi(): Koffi {
  loaded ??= loadKoffi();
  return loaded;
}

function loadKoffi(): Koffi {
  // The bundles of the executable are CommonJS, where `import.meta.url` is undefined.
  const here = import.meta.url === undefined ? require : createRequire(import.meta.url);
  return loadBinary(here) ?? loadBesideKoffi(here) ?? loadPackage(here);
}

/** Not imported: the executable does without that module and the time it takes to load. */
function createRequire(from: string): NodeJS.Require {
  return process.getBuiltinModule('node:module').createRequire(from);
}

/** The binary by its path. The one for the wrong C library fails to load, harmlessly. */
function loadBinary(from: Require): Koffi | undefined {
  const { platform, arch } = process;
  for (const build of [`${platform}_${arch}`, `musl_${arch}`]) {
    try {
      const native = from(`@koromix/koffi-${platform}-${arch}/${build}/koffi.node`) as Koffi;
      if (native.version === KOFFI_VERSION) return native;
    } catch {
      // Not this layout, or not this C library: the next way will tell.
    }
  }
  return undefined;
}

/** Strict package managers (pnpm) let only koffi itself see its binaries. */
function loadBesideKoffi(from: NodeJS.Require): Koffi | undefined {
  try {
    return loadBinary(createRequire(from.resolve('koffi')));
  } catch {
    return undefined;
  }
}

function loadPackage(from: Require): Koffi {
  try {
    return from('koffi') as Koffi;
  } catch (cause) {
    throw new AlsatsError('unsupported', `koffi cannot be loaded for ${process.platform}-${process.arch}`, {
      cause,
      hint: 'Install alsats again on this machine, with its optional dependencies.',
    });
  }
}
