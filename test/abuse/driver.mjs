// Calls everything on everything, with anything: run as a process of its own, since what it looks for ends one.
//
//   node test/abuse/driver.mjs RECIPE [--seed N] [--steps N] [--trace FILE] [--kernel] [--closed]
//
// Under valgrind: valgrind --max-stackframe=200000000000 node --jitless test/abuse/driver.mjs …
//
// RECIPE is one of recipes.mjs (with --kernel: of those for real drivers), or "functions" for what the entries export. FILE always holds the call that is being
// made, so that a crash or a hang has a name. Prints what was found as one line of JSON; status 0 says only that it
// survived.

import { EventEmitter } from 'node:events';
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { inspect, parseArgs, types } from 'node:util';
import * as main from '../../dist/lib/index.js';
import * as virtual from '../../dist/lib/virtual-card/index.js';
import { garbage, isPatient, Mischief } from './garbage.mjs';
import { kernelRecipes, recipes, writeSound } from './recipes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '3000' },
    trace: { type: 'string' },
    kernel: { type: 'boolean', default: false },
    closed: { type: 'boolean', default: false },
  },
});
const [recipeName = 'pcm'] = positionals;
const { isProxy } = types;
const library = { ...main, ...virtual };
const recipe = (values.kernel ? kernelRecipes : recipes)[recipeName];
const { AlsatsError } = library;

let state = Number(values.seed) >>> 0;
/** mulberry32 */
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
/** @template T @param {readonly T[]} list @returns {T} */
const pick = (list) => /** @type {T} */ (list[Math.floor(random() * list.length)]);

const folder = mkdtempSync(join(tmpdir(), 'alsats-abuse-'));
process.chdir(folder);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
writeSound(join(folder, 'sound.wav'));

const traceFd = values.trace === undefined ? null : openSync(values.trace, 'w');
const traceRoom = Buffer.alloc(400, ' ');

/** @param {string} text */
function trace(text) {
  if (traceFd === null) return;
  traceRoom.fill(' ').write(text.replaceAll('\n', ' '));
  writeSync(traceFd, traceRoom, 0, traceRoom.length, 0);
}

/** @param {unknown} value */
function shown(value) {
  if (typeof value === 'object' && value !== null)
    return Object.prototype.toString.call(isProxy(value) ? {} : value);
  return inspect(value).slice(0, 40);
}

/** Classes that are not ours: their methods are Node's business. */
const foreign = new Set(
  [
    ...[Object, Array, Promise, Map, Set, Date, RegExp, Function, Error, AbortSignal, ArrayBuffer, DataView],
    ...[Readable, Writable, Duplex, EventEmitter, Object.getPrototypeOf(Int8Array), Buffer],
  ].flatMap((made) => [made, made.prototype]),
);

/** Names of what an object's own classes have. @param {object} object */
function membersOf(object) {
  /** @type {(string | symbol)[]} */
  const names = [];
  const start = typeof object === 'function' ? object : Object.getPrototypeOf(object);
  for (let at = start; at !== null && !foreign.has(at); at = Object.getPrototypeOf(at))
    names.push(...Reflect.ownKeys(at).filter((name) => !leftOut.has(name) && !String(name).startsWith('_')));
  return names;
}

// What TypeScript keeps to a class and its heirs is not for callers.
const leftOut = new Set(
  /** @type {(string | symbol)[]} */ ([
    'constructor',
    'prototype',
    'length',
    'name',
    'arguments',
    'caller',
    'release',
  ]),
);

/** Whether it is an object of a class of the library. @param {unknown} value */
function isOurs(value) {
  if (typeof value !== 'object' || value === null || isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return (
    prototype !== null && !foreign.has(prototype) && !ArrayBuffer.isView(value) && !(value instanceof Error)
  );
}

/** @type {object[]} */
const objects = [];
/** @type {Map<string, string>} what threw errors that are not ours, by call */
const strangers = new Map();
/** @type {Set<string>} */
const called = new Set();

/**
 * An error of ours, or JavaScript's own for what is not even of the right type; nothing else, and nothing outside of the
 * call that it is about.
 *
 * @param {unknown} error
 * @param {string} label
 * @param {string} call
 */
function judge(error, label, call, isOutside = false) {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AlsatsError || cause instanceof Mischief || cause.name === 'AbortError') return;
    if (!isOutside && (cause instanceof TypeError || cause instanceof RangeError)) return;
  }
  // A signal's reason is the caller's own.
  if (garbage.includes(error)) return;
  const what = error instanceof Error ? (error.stack ?? '') : `threw ${shown(error)}`;
  if (!strangers.has(label)) strangers.set(label, `${call} → ${what.slice(0, 600)}`);
}

/** Puts something else into a property that may be written to. @param {object} owner */
function overwrite(owner) {
  const names = Object.keys(owner).filter((name) => !name.startsWith('_'));
  if (names.length > 0) Reflect.set(owner, pick(names), pick(garbage));
}

/** What is handed out belongs to the caller: bytes are written over, and data is changed. @param {object} result */
function scribble(result) {
  if (ArrayBuffer.isView(result))
    new Uint8Array(result.buffer, result.byteOffset, result.byteLength).fill(Math.floor(random() * 256));
  else if (Object.getPrototypeOf(result) === Object.prototype && random() < 0.2) overwrite(result);
}

/** @param {unknown} result @param {string} label @param {string} call */
function harvest(result, label, call) {
  if (result === null || (typeof result !== 'object' && typeof result !== 'function')) return;
  if (isProxy(result) || garbage.includes(result)) return;
  scribble(result);
  if (result instanceof Promise) {
    result.then(
      (value) => harvest(value, label, call),
      (error) => judge(error, label, call),
    );
    return;
  }
  if (result instanceof EventEmitter) result.on('error', (error) => judge(error, label, call));
  if (Symbol.asyncIterator in result && typeof result.next === 'function') {
    const iterator = /** @type {AsyncGenerator<unknown>} */ (result);
    iterator.next().then(
      ({ value }) => harvest(value, label, call),
      (error) => judge(error, label, call),
    );
    iterator.return(undefined).catch((error) => judge(error, label, call));
    return;
  }
  if (Array.isArray(result)) {
    for (const item of result.slice(0, 4)) if (isOurs(item)) keep(item);
    return;
  }
  if (typeof result.next === 'function' && Symbol.iterator in result) {
    try {
      for (let count = 0; count < 4; count++) {
        const { done, value } = result.next();
        if (done) break;
        harvest(value, label, call);
      }
    } catch (error) {
      judge(error, label, call);
    }
    return;
  }
  if (isOurs(result)) keep(result);
}

/** @param {object} object */
function keep(object) {
  if (objects.length < 60) objects.push(object);
}

const waits = /^(?:wait|ready|writable|drained|synced|pollAll|waitFor|readiness|every|sleep)$/;

/** @param {string} name */
function someArguments(name) {
  // A device that waits is waited for.
  if (name === 'setNonblock' && values.kernel) return [true];
  const count = Math.floor(random() * 5);
  const args = Array.from({ length: count }, () =>
    random() < 0.2 && objects.length > 0 ? pick(objects) : pick(garbage),
  );
  if (!waits.test(name)) return args;
  const patient = args.map((value) => (isPatient(value) || isOurs(value) ? value : 0));
  return patient.length === 0 ? [0] : patient;
}

/** @param {unknown} owner @param {string | symbol} name @param {string} label */
function callMember(owner, name, label) {
  const args = someArguments(String(name));
  const call = `${label}(${args.map(shown).join(', ')})`;
  trace(call);
  called.add(label);
  try {
    const value = /** @type {Record<string | symbol, unknown>} */ (owner)[name];
    if (typeof value === 'function') {
      // A static factory of a class, or a constructor; both are to be called.
      const isClass = /^class\b/.test(Function.prototype.toString.call(value));
      harvest(isClass ? new value(...args) : value.apply(owner, args), label, call);
    } else harvest(value, label, call);
  } catch (error) {
    judge(error, label, call);
  }
}

function callFunction() {
  const name = pick(Object.keys(library));
  const value = /** @type {Record<string, unknown>} */ (library)[name];
  if (typeof value !== 'function') {
    if (
      value !== null &&
      typeof value === 'object' &&
      Object.values(value).some((member) => typeof member === 'function')
    )
      for (const member of Object.keys(value)) callMember(value, member, `${name}.${member}`);
    return;
  }
  const statics = membersOf(value).filter((member) => typeof Reflect.get(value, member) === 'function');
  if (statics.length > 0 && random() < 0.6) {
    const member = pick(statics);
    callMember(value, member, `${name}::${String(member)}`);
  } else callMember(library, name, name);
}

process.on('unhandledRejection', (error) =>
  judge(error, 'unhandled rejection', `after ${traceRoom.toString().trim()}`, true),
);
process.on('uncaughtException', (error) =>
  judge(error, 'uncaught exception', `after ${traceRoom.toString().trim()}`, true),
);

async function abuse() {
  const steps = Number(values.steps);
  for (let step = 0; step < steps; step++) {
    if (recipe !== undefined && (objects.length < 4 || random() < 0.01)) {
      trace(`recipe ${recipeName}`);
      try {
        const made = recipe(library, pick);
        for (const object of made) {
          if (object instanceof EventEmitter)
            object.on('error', (error) => judge(error, 'event "error"', recipeName));
          if (object !== undefined && object !== null) objects.push(/** @type {object} */ (object));
        }
      } catch (error) {
        // A card may be busy with what this very process holds; the recipe itself must not be wrong.
        judge(error, `recipe ${recipeName}`, 'making objects');
      }
    }
    if (recipe === undefined && random() < 0.7) callFunction();
    else if (objects.length > 0) {
      const object = pick(objects);
      const members = membersOf(object);
      if (members.length > 0) {
        const name = pick(members);
        const className = typeof object === 'function' ? `${object.name}:` : object.constructor.name;
        const closes = name === 'close' || name === Symbol.dispose || name === Symbol.asyncDispose;
        // Closing soon leaves nothing to call; but what is closed stays here to be called.
        if (random() < 0.03 && !(object instanceof EventEmitter)) overwrite(object);
        if (!closes || random() < 0.3) callMember(object, name, `${className}.${String(name)}`);
      }
    }
    // What is thrown out is often still open, and left to the garbage collector.
    if (objects.length > 40) objects.splice(Math.floor(random() * objects.length), 6);
    if (step % 25 === 0) await setImmediate();
  }
  trace('closing what is left');
  for (const object of objects) {
    const { close } = /** @type {{ close?: unknown }} */ (object);
    for (let times = 0; times < 2 && typeof close === 'function' && typeof object !== 'function'; times++) {
      try {
        harvest(close.call(object), 'close', object.constructor.name);
      } catch (error) {
        judge(error, `${object.constructor.name}.close`, 'at the end');
      }
    }
  }
  await setImmediate();
}

/** Members that answer though what they belong to is closed, by class. @type {Set<string>} */
const alive = new Set();

/** Closes all there is, children's owners included, and asks everything of it. */
async function abuseClosed() {
  const rounds = Number(values.steps);
  for (let round = 0; round < rounds; round++) {
    /** @type {unknown[]} */
    let made = [];
    try {
      made = recipe?.(library, pick) ?? [];
    } catch (error) {
      // What a round before has changed may keep a device from this one.
      judge(error, `recipe ${recipeName}`, 'making objects');
      continue;
    }
    objects.splice(0, objects.length, .../** @type {object[]} */ (made.filter((object) => isOurs(object))));
    for (let step = 0; step < 40; step++) {
      const object = pick(objects);
      const name = pick(membersOf(object).filter((member) => !closing.has(member)));
      if (name !== undefined) callMember(object, name, `${object.constructor.name}.${String(name)}`);
    }
    for (let times = 0; times < 2; times++)
      for (const object of objects) {
        const { close } = /** @type {{ close?: () => unknown }} */ (object);
        trace(`${object.constructor.name}.close()`);
        harvest(close?.call(object), 'close', object.constructor.name);
      }
    for (const object of objects.filter((made) => owners.test(made.constructor.name))) {
      for (const name of membersOf(object)) {
        const label = `${object.constructor.name}.${String(name)}`;
        if (closing.has(name) || waits.test(String(name))) continue;
        for (let times = 0; times < 3; times++) {
          const args = someArguments(String(name));
          trace(`closed ${label}(${args.map(shown).join(', ')})`);
          try {
            const value = Reflect.get(object, name, object);
            const result = typeof value === 'function' ? value.apply(object, args) : value;
            if (result instanceof Promise) await result;
            else if (typeof result?.next === 'function') await result.next();
            alive.add(label);
          } catch (error) {
            judge(error, `closed ${label}`, label);
          }
        }
      }
    }
    await setImmediate();
  }
}

const closing = new Set(/** @type {(string | symbol)[]} */ (['close', Symbol.dispose, Symbol.asyncDispose]));
/** Classes that own something of C, and their children. */
const owners =
  /^(?:.*Pcm|PcmIo|H?Ctl|HElem|Mixer|Selem|SelemStream|Config|ConfigNode|MidiEventCoder|Waiter|Seq|Timer|Rawmidi|Ump)$/;

try {
  await (values.closed ? abuseClosed() : abuse());
} catch (error) {
  // A mistake of this file; handlers above would swallow it.
  console.error(error);
  process.exit(3);
}
console.log(
  JSON.stringify({
    called: [...called].sort(),
    alive: [...alive].sort(),
    strangers: Object.fromEntries(strangers),
  }),
);
process.exit(0);
