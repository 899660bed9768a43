/** What C uses of a plug-in as long as its PCM is open, and the way of its calls into JavaScript. */

import { AlsatsError } from '../../error.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { CallbackSet } from '../native/callback.js';
import { abi } from '../native/layout.js';
import { libc } from '../native/libc.js';
import { UlongCell, UshortCell } from '../native/memory.js';
import { ioPlugCallbacks, ioPlugLayout } from '../native/plugin-layout.js';
import type { Address, LongResult } from '../native/types.js';
import type { PcmSetup } from '../pcm/setup.js';
import { POLLERR, POLLHUP, POLLIN, POLLOUT } from '../poll.js';
import type { IoPlugHandlers, IoPlugOptions } from './io-plug-options.js';
import { IoPlugStream } from './io-plug-stream.js';
import { SharedStruct } from './shared-struct.js';
import { areaAddress, TransferMemory } from './transfer-memory.js';
import { WakeTimer } from './wake-timer.js';

const PROTOCOL_VERSION = 0x010002;
// SND_PCM_IOPLUG_FLAG_MONOTONIC | _BOUNDARY_WA: time stamps of the monotonic clock, and positions that do not wrap.
const FLAGS = 0x2 | 0x4;
const EPIPE = 32;
const EAGAIN = 11;
const ENOSYS = 38;

const layout = ioPlugLayout(abi);
const ulongCell = new UlongCell();
const reventsCell = new UshortCell();

/** What C uses as long as the PCM is open: the struct, the table of callbacks, the name, the descriptor. */
export class PlugMemory {
  readonly callbacks = new CallbackSet();
  readonly #struct = new SharedStruct(layout);
  readonly #wake = new WakeTimer();
  readonly #stream: IoPlugStream;
  readonly #handlers: IoPlugHandlers;
  readonly #isPlayback: boolean;
  #transfer: TransferMemory | null = null;
  /** What a callback threw whose failure alsa-lib does not tell. */
  #isHeld = false;
  #heldFrames: number | null = null;
  #ignored: { readonly error: unknown } | null = null;

  constructor({ name, stream, handlers }: IoPlugOptions) {
    this.#handlers = handlers;
    this.#isPlayback = stream === 'playback';
    this.#stream = new IoPlugStream(this.address, this.#struct.view, this.#wake);
    this.#struct.setInt('version', PROTOCOL_VERSION);
    this.#struct.setText('name', name);
    this.#struct.setInt('flags', FLAGS);
    this.#struct.setInt('poll_fd', this.#wake.fd);
    this.#struct.setInt('poll_events', POLLIN);
    this.#struct.setCallbacks('callback', ioPlugCallbacks, this.#addCallbacks());
  }

  get address(): Address {
    return this.#struct.address;
  }

  /** alsa-lib tells a plug-in of changes only, not of what it was opened with. */
  setNonblock(isNonblock: boolean): void {
    this.#struct.setInt('nonblock', isNonblock ? 1 : 0);
  }

  /** The handle that `snd_pcm_ioplug_create` has put into the struct. */
  get pcm(): Address {
    return this.#struct.pointer('pcm');
  }

  takeIgnored(): { readonly error: unknown } | null {
    const taken = this.#ignored;
    this.#ignored = null;
    return taken;
  }

  /** Only once alsa-lib has forgotten the PCM. */
  free(): void {
    this.#stream.end();
    this.callbacks.free();
    this.#wake.close();
    this.#struct.free();
  }

  #addCallbacks(): Partial<Record<(typeof ioPlugCallbacks)[number], Address>> {
    const callbacks: Partial<Record<(typeof ioPlugCallbacks)[number], Address>> = {};
    const set = (name: (typeof ioPlugCallbacks)[number], address: Address) => {
      callbacks[name] = address;
    };
    const handlers = this.#handlers;
    const stream = this.#stream;
    const one = { result: 'int', parameters: ['void *'] } as const;
    const two = { result: 'int', parameters: ['void *', 'void *'] } as const;
    const telling = (name: 'start' | 'prepare') =>
      set(
        name,
        this.callbacks.add(one, () => {
          handlers[name]?.(stream);
          return 0;
        }),
      );
    telling('start');
    telling('prepare');
    set(
      'stop',
      this.callbacks.add(one, () => this.#keepThrown(() => handlers.stop?.(stream))),
    );
    set(
      'resume',
      this.callbacks.add(one, () => this.#keepThrown(() => handlers.resume?.(stream))),
    );
    set(
      'close',
      this.callbacks.add(one, () => this.#keepThrown(() => handlers.close?.())),
    );
    set(
      'pointer',
      this.callbacks.add({ result: 'long', parameters: ['void *'] }, () => this.#pointer()),
    );
    set(
      'transfer',
      this.callbacks.add(
        { result: 'long', parameters: ['void *', 'void *', 'ulong', 'ulong'] },
        (_io: unknown, areas: Address, offset: LongResult, frames: LongResult) =>
          this.#move(areas, Number(offset), Number(frames)),
      ),
    );
    set(
      'hw_params',
      this.callbacks.add(two, () => {
        const setup = stream.takeSetup();
        this.#transfer = new TransferMemory(setup);
        handlers.hwParams?.(setup, stream);
        return 0;
      }),
    );
    set(
      'hw_free',
      this.callbacks.add(one, () => {
        if (stream.setup !== null) handlers.hwFree?.(stream);
        stream.dropSetup();
        this.#transfer = null;
        return 0;
      }),
    );
    set(
      'sw_params',
      this.callbacks.add(two, (_io: unknown, params: Address) => this.#swParams(params)),
    );
    set(
      'pause',
      this.callbacks.add({ result: 'int', parameters: ['void *', 'int'] }, (_io: unknown, hold: number) => {
        if (handlers.pause === undefined) return -ENOSYS;
        handlers.pause(hold !== 0, stream);
        return 0;
      }),
    );
    set(
      'poll_revents',
      this.callbacks.add(
        { result: 'int', parameters: ['void *', 'void *', 'uint', 'void *'] },
        (_io: unknown, _descriptors: Address, _count: number, revents: Address) => {
          reventsCell.value = this.#events();
          libc.memcpy(revents, reventsCell.cell, UshortCell.byteLength);
          return 0;
        },
      ),
    );
    return callbacks;
  }

  /** Runs what alsa-lib does not ask the success of. */
  #keepThrown(run: () => void): 0 {
    try {
      run();
    } catch (error) {
      this.#ignored ??= { error };
    }
    return 0;
  }

  /** Within `call` the position stands where it is first asked for. */
  holdStill<Result>(call: () => Result): Result {
    this.#isHeld = true;
    try {
      return call();
    } finally {
      this.#isHeld = false;
      this.#heldFrames = null;
    }
  }

  #pointer(): number {
    if (!this.#isHeld) return this.#askPointer();
    this.#heldFrames ??= this.#askPointer();
    return this.#heldFrames;
  }

  #askPointer(): number {
    const frames = this.#handlers.pointer(this.#stream);
    if (frames === null) return -EPIPE;
    if (!Number.isSafeInteger(frames) || frames < 0)
      throw new AlsatsError('invalid', `a plug-in's position cannot be ${String(frames)}`);
    return abi.wordBytes === 8 ? frames : frames % boundaryOf(this.#stream.setup);
  }

  #move(areas: Address, offset: number, frames: number): number {
    const memory = this.#transfer;
    if (memory === null) return -EPIPE;
    const address = areaAddress(areas, offset);
    const count = Math.min(frames, memory.frames);
    const bytes = memory.bytesOf(count);
    if (this.#isPlayback) libc.memcpy(bytes, address, bytes.byteLength);
    const moved = this.#handlers.transfer(bytes, count, this.#stream);
    if (!Number.isInteger(moved) || moved < 0 || moved > count)
      throw new AlsatsError('invalid', `a plug-in cannot transfer ${String(moved)} of ${count} frames`);
    // C would ask for ever.
    if (moved === 0) return -EAGAIN;
    if (!this.#isPlayback) libc.memcpy(address, bytes, moved * memory.frameBytes);
    return moved;
  }

  #swParams(params: Address): number {
    check('snd_pcm_sw_params_get_avail_min', pcmApi.snd_pcm_sw_params_get_avail_min(params, ulongCell.cell));
    this.#stream.takeAvailMin(Number(ulongCell.value));
    this.#handlers.swParams?.(this.#stream);
    return 0;
  }

  #events(): number {
    const direction = this.#isPlayback ? POLLOUT : POLLIN;
    // Asked first: to look may be what finds out about the state.
    const isReady = this.#handlers.isReady?.(this.#stream) ?? true;
    switch (this.#stream.state) {
      case 'XRUN':
      case 'SUSPENDED':
        return POLLERR | direction;
      case 'DISCONNECTED':
        return POLLERR | POLLHUP | direction;
      default:
        return isReady ? direction : 0;
    }
  }
}

/** alsa-lib's own rule for where positions wrap. */
function boundaryOf(setup: PcmSetup | null): number {
  let boundary = setup?.bufferFrames ?? 1;
  while (boundary * 2 <= 0x7fffffff - (setup?.bufferFrames ?? 1)) boundary *= 2;
  return boundary;
}
