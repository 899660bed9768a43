/** A descriptor that polls as readable from a moment on: how a plug-in tells poll(2) that its stream is ready. */

import { AlsaError } from '../error.js';
import { abi, timespecLayout } from '../native/layout.js';
import { lastErrno, libc } from '../native/libc.js';

const CLOCK_MONOTONIC = 1;
// TFD_NONBLOCK | TFD_CLOEXEC
const FLAGS = 0o2004000;
const TFD_TIMER_ABSTIME = 1;
const NANOSECONDS = 1_000_000_000;

/** `timerfd_create(2)` on the monotonic clock. */
export class WakeTimer {
  readonly fd: number;
  /** `struct itimerspec`: interval, then value. Of the C library's plain symbols, hence their `time_t`. */
  readonly #spec: DataView;
  readonly #layout = timespecLayout(abi);
  #isOpen = true;

  /** @throws AlsaError of kind `no-memory` where descriptors have run out */
  constructor() {
    this.fd = libc.timerfd_create(CLOCK_MONOTONIC, FLAGS);
    if (this.fd < 0) throw new AlsaError('timerfd_create', lastErrno());
    this.#spec = new DataView(new ArrayBuffer(2 * this.#layout.byteLength));
  }

  /** Readable from `seconds` of the monotonic clock on; at once where that is past. */
  wakeAt(seconds: number): void {
    const whole = Math.max(0, Math.floor(seconds));
    // A value of zero would switch it off.
    const nanoseconds = Math.min(NANOSECONDS - 1, Math.max(1, Math.round((seconds - whole) * NANOSECONDS)));
    this.#set(whole, nanoseconds);
  }

  wakeNow(): void {
    this.wakeAt(0);
  }

  /** Not readable, until told otherwise. */
  sleep(): void {
    this.#set(0, 0);
  }

  /** Frees the descriptor. Does nothing the second time. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    libc.close(this.fd);
  }

  #set(seconds: number, nanoseconds: number): void {
    if (!this.#isOpen) return;
    const { byteLength, offsets } = this.#layout;
    const setWord = (offset: number, value: number) => {
      if (byteLength === 16) this.#spec.setBigInt64(byteLength + offset, BigInt(value), true);
      else this.#spec.setInt32(byteLength + offset, value, true);
    };
    setWord(offsets.tv_sec, seconds);
    setWord(offsets.tv_nsec, nanoseconds);
    libc.timerfd_settime(this.fd, TFD_TIMER_ABSTIME, this.#spec, null);
  }
}
