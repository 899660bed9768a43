/** Types of values that cross into C. */

/** An address in the process. Never a JavaScript number: koffi would take any number for an address. */
export type Address = bigint;

/** Anything that may be passed where C wants a pointer. Typed arrays and Buffers go by address, without a copy. */
export type Pointer = Address | ArrayBufferView | null;

/** What C's `long`, `ssize_t` and 64-bit integers come back as: a bigint only beyond 2^53. */
export type LongResult = number | bigint;

/** What may be passed for a C integer of up to 64 bits. */
export type LongArgument = number | bigint;
