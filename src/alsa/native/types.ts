/** Types of values that cross into C. */

/** An address in the process. Never a JavaScript number: koffi would take any number for an address. */
export type Address = bigint;

/** Anything that may be passed where C wants a pointer. Typed arrays and Buffers go by address, without a copy. */
export type Pointer = Address | ArrayBufferView | null;

/**
 * What may be passed for a `const char *`: a string (copied, as UTF-8, for the time of the call), or a pointer to
 * bytes that end in a NUL. Where C keeps the pointer after the call, only memory that stays will do.
 */
export type StringArgument = string | Pointer;

/** What C's `long`, `ssize_t` and 64-bit integers come back as: a bigint only beyond 2^53. */
export type LongResult = number | bigint;

/** What may be passed for a C integer of up to 64 bits. */
export type LongArgument = number | bigint;

/** A `struct timespec` returned by value: seconds and nanoseconds. */
export interface TimespecResult {
  tv_sec: LongResult;
  tv_nsec: LongResult;
}

/** A `snd_pcm_sync_id_t` returned by value: its 16 bytes as four 32-bit words. */
export interface SyncIdResult {
  id32: Uint32Array;
}

/**
 * A bound C function. Calling it blocks until C returns.
 *
 * `async` runs it on a thread of libuv's pool instead, at about a thousand times the cost: for calls that really wait
 * (drain, slow opens). It does not keep the buffers it is given alive: hold them in the callback's closure. The
 * library's messages during such a call are lost (see messages.ts).
 */
export interface NativeFunction<Arguments extends unknown[], Result> {
  (...args: Arguments): Result;
  async(...args: [...Arguments, done: (error: Error | null, result: Result) => void]): void;
}

/** A bound variadic C function: each value after the fixed ones is preceded by its type, as in `'int', 5, 'str', 'x'`. */
export type VariadicFunction<Arguments extends unknown[], Result> = (...args: Arguments) => Result;
