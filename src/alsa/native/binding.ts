/** Binds C functions at their first use: binding all 1511 would cost 18 ms at every start. */
import { AlsatsError } from '../../error.js';
import { isAtLeast, type NativeLibrary } from './library.js';
import { beginCallOnOtherThread, endCallOnOtherThread } from './messages.js';
import { findPrototype, koffiTypes, type Prototype } from './prototype.js';

/**
 * An object of the functions in `prototypes`. Reading a property binds the function and keeps it as an own property, so
 * the next read is a plain one. Hot callers keep the function itself: `const writei = pcmApi.snd_pcm_writei`.
 *
 * Reading a property throws `unsupported` where the library is missing or has no such function.
 */
export function bindLazily<Api extends object>(prototypes: string, open: () => NativeLibrary): Api {
  // The table is consulted by a prototype object, so that the object itself needs no accessor for each function.
  const unbound = new Proxy(Object.create(null) as object, {
    get(_target, name) {
      const prototype = typeof name === 'string' ? findPrototype(prototypes, name) : undefined;
      if (prototype === undefined) return undefined;
      const bound = bind(open(), prototype);
      Object.defineProperty(api, name, {
        value: bound,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      return bound;
    },
    has: (_target, name) => typeof name === 'string' && findPrototype(prototypes, name) !== undefined,
  });
  const api = Object.create(unbound) as Api;
  return api;
}

function bind(library: NativeLibrary, prototype: Prototype): unknown {
  const { result, parameters } = koffiTypes(prototype.codes);
  try {
    const bound = library.handle.func(prototype.name, result, parameters) as AsyncFunction;
    return library.hasMessages ? silenced(bound) : bound;
  } catch (cause) {
    throw missingFunction(library, prototype, cause);
  }
}

type Done = (error: Error | null, result: unknown) => void;
interface AsyncFunction {
  async?: (...args: unknown[]) => void;
}

/** A call on another thread must not print on stderr either: see messages.ts. */
function silenced(bound: AsyncFunction): AsyncFunction {
  const start = bound.async;
  if (start === undefined) return bound;
  bound.async = (...args) => {
    const done = args.pop() as Done;
    beginCallOnOtherThread();
    try {
      start(...args, (error: Error | null, result: unknown) => {
        endCallOnOtherThread();
        done(error, result);
      });
    } catch (error) {
      endCallOnOtherThread();
      throw error;
    }
  };
  return bound;
}

function missingFunction(library: NativeLibrary, { name, since }: Prototype, cause: unknown): AlsatsError {
  const version = library.version;
  const message =
    since !== undefined && !isAtLeast(version, since)
      ? `${name} needs alsa-lib ${since} or newer; this is ${version}`
      : `${name} is missing from this build of ${library.name} (${version})`;
  return new AlsatsError('unsupported', message, { cause });
}
