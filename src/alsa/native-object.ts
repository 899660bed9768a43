/** One JavaScript object per C object: freed once, and dead to every call after that. */

import { AlsatsError } from '../error.js';
import type { Address } from './native/types.js';

/** The address of a live C object. Internal: no pointer leaves the binding. */
export let addressOf: (object: NativeObject) => Address;

/** Runs `hook` just before `object` is freed; gives a function that takes the hook back. Internal. */
export let beforeClose: (object: NativeObject, hook: () => void) => () => void;

/** Runs `hook` just after `object` was freed. Internal. */
export let afterClose: (object: NativeObject, hook: () => void) => void;

/** Refuses every call on `object` for as long as `isRefused` says so: a plug-in must not use the PCM that calls it. Internal. */
export let refuseWhile: (object: NativeObject, isRefused: () => boolean) => void;

const handedOut = new Set<Address>();

/**
 * Marks an address as one that alsa-lib has just handed out, for the object that is made of it next. A constructor can
 * be reached from any object; an address that anybody made up must not get through it. Internal.
 */
export function own(address: Address): Address {
  handedOut.add(address);
  return address;
}

const INTERNAL = Symbol('internal');

/** What constructors of children (parameters, transfers) ask for: only this library has it. Internal. */
export type Internal = typeof INTERNAL;
export const internal: Internal = INTERNAL;

/** @throws AlsatsError of kind `invalid` for anything but {@link internal} */
export function requireInternal(token: Internal): void {
  if (token !== INTERNAL)
    throw new AlsatsError('invalid', 'objects of this kind are made by the library only');
}

/**
 * Base of every class that owns a C object.
 *
 * `close()` may be called any number of times; `using` closes by scope. Any other call after it throws an
 * {@link AlsatsError} of kind `closed`, and so does one on a child (parameters, elements) of a closed parent.
 */
export abstract class NativeObject implements Disposable {
  #address: Address | null;
  readonly #what: string;
  readonly #closeHooks = new Set<() => void>();
  readonly #freedHooks: (() => void)[] = [];
  #isRefused: (() => boolean) | null = null;

  static {
    addressOf = (object) => {
      // Anything may be handed in where another object is asked for: a PCM to be linked with, say.
      if (typeof object !== 'object' || object === null || !(#address in object))
        throw new AlsatsError('invalid', 'this is no open object of the library');
      const address = object.#address;
      if (address === null) throw new AlsatsError('closed', `${object.#what} is closed`);
      if (object.#isRefused !== null) object.#requireCallable();
      return address;
    };
    afterClose = (object, hook) => {
      addressOf(object);
      object.#freedHooks.push(hook);
    };
    refuseWhile = (object, isRefused) => {
      object.#isRefused = isRefused;
    };
    beforeClose = (object, hook) => {
      addressOf(object);
      object.#closeHooks.add(hook);
      return () => object.#closeHooks.delete(hook);
    };
  }

  /**
   * @internal
   * @param address what C handed out, passed through {@link own}
   * @param what what the object is called in messages, `PCM "hw:0"` say
   */
  protected constructor(address: Address, what: string) {
    if (!handedOut.delete(address)) {
      throw new AlsatsError(
        'invalid',
        `a ${new.target.name} is made by its open function, not by its constructor`,
      );
    }
    this.#address = address;
    this.#what = what;
  }

  /** False once `close()` was called. */
  get isOpen(): boolean {
    return this.#address !== null;
  }

  /** Frees the C object. Does nothing the second time. */
  close(): void {
    const address = this.#address;
    if (address === null) return;
    this.#requireCallable();
    // Whoever waits on the object's descriptors must let go of them while they still are the object's.
    for (const hook of this.#closeHooks) hook();
    this.#closeHooks.clear();
    this.#address = null;
    try {
      this.release(address);
    } finally {
      for (const hook of this.#freedHooks.splice(0)) hook();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #requireCallable(): void {
    if (this.#isRefused?.() === true)
      throw new AlsatsError('invalid', `${this.#what} cannot be used from a callback of its own`);
  }

  /** Frees the C object at `address`; called once. */
  protected abstract release(address: Address): void;
}
