/**
 * Functions of JavaScript that C calls.
 *
 * An exception must not run into C: koffi would make a 0 of it, which in many places means "go on", for ever. So it
 * becomes a negative errno there, and is kept until an error of alsa-lib can carry it as its cause.
 */

import { type KoffiTypeSpec, koffi } from './koffi.js';
import type { Address } from './types.js';

const EIO = 5;

/** What a callback gets from C: numbers, and bigints for pointers and for numbers beyond 2^53. */
export type CallbackArguments = never[];

let thrown: { readonly error: unknown } | null = null;

/** What the last callback threw, once; null where none did. */
export function takeCallbackError(): { readonly error: unknown } | null {
  const taken = thrown;
  thrown = null;
  return taken;
}

export interface CallbackSpec {
  readonly result: 'int' | 'long' | 'ulong' | 'void' | 'void *';
  readonly parameters: readonly string[];
}

/** What says "that failed" to C. */
function failureOf({ result }: CallbackSpec): unknown {
  if (result === 'void') return undefined;
  return result === 'int' || result === 'long' ? -EIO : 0n;
}

/** koffi keeps every type for good: each is made once. */
const pointerTypes = new Map<string, KoffiTypeSpec>();

function pointerTypeOf({ result, parameters }: CallbackSpec): KoffiTypeSpec {
  const key = `${result}(${parameters.join()})`;
  let type = pointerTypes.get(key);
  if (type === undefined) {
    type = koffi().pointer(koffi().proto(result, [...parameters]));
    pointerTypes.set(key, type);
  }
  return type;
}

/** The callbacks of one C object. They are freed together, once C cannot call them any more. */
export class CallbackSet {
  readonly #addresses: Address[] = [];
  #depth = 0;

  /** Whether C is calling one of them just now. */
  get isRunning(): boolean {
    return this.#depth > 0;
  }

  /**
   * A function pointer for `callback`.
   *
   * @param onThrow what C gets where it throws
   */
  add(
    spec: CallbackSpec,
    callback: (...args: CallbackArguments) => unknown,
    onThrow: unknown = failureOf(spec),
  ): Address {
    const guarded = (...args: CallbackArguments): unknown => {
      this.#depth += 1;
      try {
        return callback(...args);
      } catch (error) {
        thrown ??= { error };
        return onThrow;
      } finally {
        this.#depth -= 1;
      }
    };
    const address = koffi().register(guarded, pointerTypeOf(spec));
    this.#addresses.push(address);
    return address;
  }

  /** Frees them. Only once C has forgotten them all. */
  free(): void {
    for (const address of this.#addresses.splice(0)) koffi().unregister(address);
  }
}
