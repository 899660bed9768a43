// What a careless, or a malicious, caller hands in.

/** Thrown by arguments that do mischief when they are touched: it may come through. */
export class Mischief extends Error {}

const mischief = () => {
  throw new Mischief('from an argument');
};

const detached = new Uint8Array(64);
structuredClone(detached, { transfer: [detached.buffer] });

const shrunk = new Int16Array(new ArrayBuffer(64, { maxByteLength: 128 }));
/** @type {ArrayBuffer} */ (shrunk.buffer).resize(2);

const revoked = Proxy.revocable({}, {});
revoked.revoke();

let toggle = 0;
const stopped = new AbortController();
stopped.abort();

/** @type {readonly unknown[]} */
export const garbage = [
  ...[undefined, null, true, false, Symbol('x'), 12n, -1n, 1n << 63n, 1n << 70n],
  ...[0, -0, 1, -1, 2, 7, 64, 1024, 65_536, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...['', ' ', 'null', 'a', 'a\0b', 'a.b', '0', '-1', '../x', '{', '%s%n', 'é'.repeat(400), 'x'.repeat(5000)],
  ...[
    'playback',
    'capture',
    'input',
    'output',
    'duplex',
    'S16_LE',
    'MMAP_INTERLEAVED',
    'FL',
    'MIXER',
    'INTEGER',
  ],
  ...['14:0', 'hw:0', 'Master', 'front-left', 'pcm', 'constructor', '__proto__', 'toString'],
  ...[
    {},
    [],
    [[]],
    [null],
    [undefined],
    ['FL', 'FR'],
    [1, 2, 3],
    [{}],
    Object.create(null),
    new Date(0),
    /x/,
  ],
  ...[new Uint8Array(0), new Uint8Array(3), new Int16Array(64), new Float64Array(8), new BigUint64Array(2)],
  ...[
    new DataView(new ArrayBuffer(8)),
    new ArrayBuffer(8),
    new SharedArrayBuffer(8),
    Buffer.from('f0017ff7', 'hex'),
  ],
  ...[
    new Int16Array(new SharedArrayBuffer(64)),
    detached,
    shrunk,
    new Uint32Array(4),
    [new Int16Array(8), new Int16Array(8)],
  ],
  ...[() => 0, () => undefined, mischief, async () => {}, function* () {}, class {}],
  ...[
    new Map(),
    new Set([1]),
    Promise.resolve(1),
    new Error('x'),
    new AbortController().signal,
    stopped.signal,
  ],
  ...[revoked.proxy, new Proxy({}, { get: mischief, has: mischief, ownKeys: mischief })],
  {
    get type() {
      return mischief();
    },
  },
  {
    // Not the same twice: what is checked must be what is used.
    get length() {
      toggle += 1;
      return toggle % 2 === 0 ? 1 : 2 ** 31;
    },
    get client() {
      toggle += 1;
      return toggle % 2 === 0 ? 1 : 'x';
    },
  },
  { valueOf: mischief, toString: mischief, [Symbol.toPrimitive]: mischief },
  { length: 3, 0: 1, 1: 2 },
  { name: 'x' },
  { name: 7, index: -1 },
  { numid: 1 },
  { numid: -1, iface: 'NOWHERE', name: {} },
  { type: 'INTEGER', values: [1, 2] },
  { type: 'INTEGER', values: [2 ** 40, 'x', undefined] },
  { type: 'BYTES', bytes: new Uint8Array(9) },
  { type: 'IEC958', iec958: { status: new Uint8Array(99), subcode: null, digSubframe: 1 } },
  { type: 'note-on', channel: 0, note: 60, velocity: 1 },
  { type: 'note-on', channel: 99, note: -1, velocity: Number.NaN },
  { type: 'system-exclusive', data: new Uint8Array(5000) },
  { type: 'system-exclusive', data: detached },
  { type: 'constructor' },
  { client: 14, port: 0 },
  { client: 1e9, port: -1 },
  { sender: { client: 14, port: 0 }, dest: { client: 14, port: 1 } },
  { timeoutMs: 0 },
  { timeoutMs: -1, signal: 7 },
  { format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 50_000 },
  { format: 'S16_LE', channels: 1e6, framesPerSecond: 1e9, latencyUs: -1 },
  { min: 5, max: 1 },
  { nonblock: 'yes' },
];

/** Whole numbers of this size would only be waited for. */
const MOST_MS = 5;

/** An argument for a call that waits: anything that does not make it wait. @param {unknown} value */
export function isPatient(value) {
  return typeof value === 'number' ? !(value > MOST_MS) : value !== null && value !== undefined;
}
