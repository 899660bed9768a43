/**
 * Waiting for file descriptors on Node's own event loop: one epoll descriptor for the whole process, itself watched by
 * a single libuv handle. No thread is held, nothing delays the exit of the process, and an idle wait costs nothing.
 *
 * Every watch fires once and must be armed again, so a descriptor that stays in error cannot spin the loop.
 */

import { AlsaError } from './error.js';
import { type LoopHandle, watchReadable } from './loop-handle.js';
import { abi, epollEventLayout } from './native/layout.js';
import { lastErrno, libc } from './native/libc.js';

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLL_CTL_MOD = 3;
const EPOLLONESHOT = 1 << 30;
const EPERM = 1;
const EEXIST = 17;
const EVENTS_PER_TURN = 64;
// POLLIN, POLLPRI, POLLOUT: what a handle waits for; errors come unasked.
const READINESS = 7;

/** One descriptor in the loop. `arm` lets `ready` be called once; after that it must be armed again. */
export interface Watch {
  arm(): void;
  disarm(): void;
  close(): void;
}

class EpollWatch implements Watch {
  readonly #loop: EventLoop;
  readonly #token: number;
  readonly #events: number;
  readonly #ready: (events: number) => void;
  #fd: number;
  #duplicated = false;
  #member = false;
  /** Regular files and /dev/null cannot be polled: they are always ready. */
  #immediate: NodeJS.Immediate | null = null;
  #alwaysReady = false;
  #armed = false;
  #closed = false;

  constructor(
    loop: EventLoop,
    token: number,
    watched: { fd: number; events: number },
    ready: (events: number) => void,
  ) {
    this.#loop = loop;
    this.#token = token;
    this.#fd = watched.fd;
    this.#events = watched.events;
    this.#ready = ready;
  }

  arm(): void {
    if (this.#armed || this.#closed) return;
    this.#armed = true;
    this.#loop.changeArmed(1);
    if (this.#member) this.#control(EPOLL_CTL_MOD, this.#events | EPOLLONESHOT);
    else if (!this.#alwaysReady) this.#join();
    if (this.#alwaysReady) this.#immediate = setImmediate(() => this.fire(this.#events & READINESS));
  }

  disarm(): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.#loop.changeArmed(-1);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#immediate = null;
    // With no events but one-shot, even errors stay quiet until the next arm.
    if (this.#member) this.#leave();
  }

  close(): void {
    if (this.#closed) return;
    this.disarm();
    this.#closed = true;
    if (this.#member) this.#leave();
    if (this.#duplicated) libc.close(this.#fd);
    this.#loop.forget(this.#token);
  }

  /** Called by the loop. */
  fire(events: number): void {
    if (!this.#armed) return;
    this.#armed = false;
    this.#immediate = null;
    this.#loop.changeArmed(-1);
    this.#ready(events);
  }

  #join(): void {
    let failure = this.#tryControl(EPOLL_CTL_ADD, this.#events | EPOLLONESHOT);
    if (failure === EEXIST) {
      // An epoll set holds a descriptor once: two handles on one descriptor need a second name for it.
      this.#fd = Number(libc.dup(this.#fd));
      if (this.#fd < 0) this.#fail('dup', lastErrno());
      this.#duplicated = true;
      failure = this.#tryControl(EPOLL_CTL_ADD, this.#events | EPOLLONESHOT);
    }
    if (failure === EPERM) this.#alwaysReady = true;
    else if (failure !== 0) this.#fail('epoll_ctl', failure);
    else this.#member = true;
  }

  #leave(): void {
    // The descriptor may be gone already; then it is no member any more, which is all that is wanted.
    this.#tryControl(EPOLL_CTL_DEL, 0);
    this.#member = false;
  }

  #control(operation: number, events: number): void {
    const failure = this.#tryControl(operation, events);
    if (failure !== 0) this.#fail('epoll_ctl', failure);
  }

  #tryControl(operation: number, events: number): number {
    const failure = Number(
      libc.epoll_ctl(this.#loop.fd, operation, this.#fd, this.#loop.event(events, this.#token)),
    );
    return failure < 0 ? lastErrno() : 0;
  }

  #fail(func: string, errno: number): never {
    this.#armed = false;
    this.#loop.changeArmed(-1);
    throw new AlsaError(func, errno);
  }
}

/** The set of all watched descriptors of the process. */
export class EventLoop {
  /** @internal the epoll descriptor */
  readonly fd: number;
  readonly #handle: LoopHandle;
  readonly #watches = new Map<number, EpollWatch>();
  // Not for all loops at once: most programs never wait, and pay for what is laid out as they start.
  readonly #eventLayout = epollEventLayout(abi);
  readonly #control = new DataView(new ArrayBuffer(this.#eventLayout.byteLength));
  readonly #events = new DataView(new ArrayBuffer(this.#eventLayout.byteLength * EVENTS_PER_TURN));
  #armed = 0;
  #nextToken = 1;

  /** @param watch how the epoll descriptor itself is watched */
  constructor(watch: typeof watchReadable = watchReadable) {
    this.fd = Number(libc.epoll_create1(EPOLL_CLOEXEC));
    if (this.fd < 0) throw new AlsaError('epoll_create1', lastErrno());
    this.#handle = watch(this.fd, () => this.#dispatch());
  }

  /** Adds a descriptor, not yet armed. `events` are poll bits; `ready` gets those that came. */
  watch(fd: number, events: number, ready: (events: number) => void): Watch {
    const token = this.#nextToken++;
    const watch = new EpollWatch(this, token, { fd, events }, ready);
    this.#watches.set(token, watch);
    return watch;
  }

  /** @internal a `struct epoll_event`, overwritten by the next call */
  event(events: number, token: number): DataView {
    this.#control.setUint32(0, events >>> 0, littleEndian);
    this.#control.setBigUint64(this.#eventLayout.offsets.data, BigInt(token), littleEndian);
    return this.#control;
  }

  /** @internal keeps the process alive while anything is armed, and no longer */
  changeArmed(by: 1 | -1): void {
    this.#armed += by;
    if (by === 1 && this.#armed === 1) this.#handle.ref();
    else if (this.#armed === 0) this.#handle.unref();
  }

  /** @internal */
  forget(token: number): void {
    this.#watches.delete(token);
  }

  #dispatch(): void {
    const { byteLength, offsets } = this.#eventLayout;
    const count = Number(libc.epoll_wait(this.fd, this.#events, EVENTS_PER_TURN, 0));
    for (let i = 0; i < count; i++) {
      const offset = i * byteLength;
      const token = Number(this.#events.getBigUint64(offset + offsets.data, littleEndian));
      try {
        this.#watches.get(token)?.fire(this.#events.getUint32(offset, littleEndian));
      } catch (error) {
        // An exception must not travel through the native callback; it is the program's, not the loop's.
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

let shared: EventLoop | null = null;

/** The process's loop, made on first use. */
export function eventLoop(): EventLoop {
  shared ??= new EventLoop();
  return shared;
}
