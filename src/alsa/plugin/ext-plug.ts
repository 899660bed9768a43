/**
 * A filter over another PCM: alsa-lib's extplug SDK (`snd_pcm_extplug_*`), with a function of JavaScript that turns the
 * frames of one side into those of the other. Rate and channels stay the same on both sides, and the format as well.
 *
 * It lives in this process and has no name. An exception in a callback fails the call that led to it, with what it threw
 * as the `cause`; a callback cannot use the PCM it belongs to.
 */

import { bytesOfFrames, type SampleFormat, sampleFormats } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { requireOneOf, requireString } from '../arguments.js';
import { addressOfTree, Config } from '../config/config.js';
import { addressOfNode } from '../config/config-node.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { pcmPluginApi } from '../native/api/pcm-plugin.js';
import { CallbackSet } from '../native/callback.js';
import { abi, channelAreaLayout } from '../native/layout.js';
import { addressOfMemory } from '../native/memory.js';
import { extPlugCallbacks, extPlugLayout } from '../native/plugin-layout.js';
import type { Address, LongResult } from '../native/types.js';
import { afterClose, own, refuseWhile } from '../native-object.js';
import { type PcmStream, pcmStreams } from '../pcm/names.js';
import { Pcm } from '../pcm/pcm.js';
import { formatOfNumber } from './io-plug-stream.js';
import { SharedStruct } from './shared-struct.js';

/** What the frames are, the same on both sides. */
export interface ExtPlugSetup {
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  readonly frameBytes: number;
}

export interface ExtPlugHandlers {
  /**
   * Makes `output` of `input`, both of so many whole interleaved frames. For playback the input is what the program
   * writes, for capture what the slave has captured. The arrays are of use until the function returns.
   */
  filter(input: Uint8Array, output: Uint8Array, frames: number, setup: ExtPlugSetup): void;
  hwParams?(setup: ExtPlugSetup): void;
  close?(): void;
}

export interface ExtPlugOptions {
  readonly name: string;
  readonly stream: PcmStream;
  /** The PCM below, by any name of ALSA's configuration. */
  readonly slave: string;
  /** Formats that the filter understands; all of the slave's where it is left out. */
  readonly formats?: readonly SampleFormat[];
  readonly handlers: ExtPlugHandlers;
  readonly nonblock?: boolean;
}

const PROTOCOL_VERSION = 0x010002;
const MODE_NONBLOCK = 1;
/** SND_PCM_EXTPLUG_HW_FORMAT */
const HW_FORMAT = 0;
/** Frames worked on at a time. */
const BLOCK_FRAMES = 4096;

const area = channelAreaLayout(abi);

export const ExtPlug = Object.freeze({
  /**
   * Opens the slave, and the filter over it. `snd_pcm_extplug_create`
   *
   * @throws AlsatsError of kind `invalid`; AlsaError of kind `not-found`, `busy` … about the slave
   */
  open(options: ExtPlugOptions): Pcm {
    return ExtPlugPcm.create(options);
  },
});

class ExtPlugPcm extends Pcm {
  static create(options: ExtPlugOptions): ExtPlugPcm {
    const { name, stream, slave, formats } = options;
    requireString('name', name);
    requireDefinitionName('slave', slave);
    const direction = requireOneOf('stream', pcmStreams, stream);
    const numbers = formats?.map((format) => {
      const known = sampleFormats[format];
      if (known === undefined) throw new AlsatsError('invalid', `${String(format)} is no sample format`);
      return known.value;
    });
    if (numbers?.length === 0) throw new AlsatsError('invalid', 'a filter has to understand some format');
    const memory = new ExtPlugMemory(options);
    let pcm: ExtPlugPcm;
    try {
      using root = Config.update();
      using wanted = Config.load(`slave { pcm ${JSON.stringify(slave)} }`);
      const result = pcmPluginApi.snd_pcm_extplug_create(
        memory.address,
        name,
        addressOfTree(root),
        addressOfNode(wanted.root.search('slave')!),
        direction,
        options.nonblock ? MODE_NONBLOCK : 0,
      );
      check('snd_pcm_extplug_create', result, { action: `cannot open "${slave}" for ${stream}` });
      pcm = new ExtPlugPcm(own(memory.pcm), name, stream);
    } catch (error) {
      memory.free();
      throw error;
    }
    refuseWhile(pcm, () => memory.isRunning);
    afterClose(pcm, () => memory.free());
    if (numbers !== undefined) memory.setFormats(Uint32Array.from(numbers).sort());
    return pcm;
  }
}

class ExtPlugMemory {
  readonly #callbacks = new CallbackSet();
  readonly #struct = new SharedStruct(extPlugLayout(abi));
  readonly #handlers: ExtPlugHandlers;
  #setup: ExtPlugSetup | null = null;
  #input = new Uint8Array(0);
  #output = new Uint8Array(0);
  /** Areas of both, as C knows them: one a channel. */
  #inputAreas: Uint8Array = new Uint8Array(0);
  #outputAreas: Uint8Array = new Uint8Array(0);

  constructor({ name, handlers }: ExtPlugOptions) {
    this.#handlers = handlers;
    this.#struct.setInt('version', PROTOCOL_VERSION);
    this.#struct.setText('name', name);
    const one = { result: 'int', parameters: ['void *'] } as const;
    this.#struct.setCallbacks('callback', extPlugCallbacks, {
      transfer: this.#callbacks.add(
        { result: 'long', parameters: ['void *', 'void *', 'ulong', 'void *', 'ulong', 'ulong'] },
        (
          _ext: Address,
          to: Address,
          toFrame: LongResult,
          from: Address,
          fromFrame: LongResult,
          frames: LongResult,
        ) => this.#transfer(to, Number(toFrame), from, Number(fromFrame), Number(frames)),
      ),
      hw_params: this.#callbacks.add({ result: 'int', parameters: ['void *', 'void *'] }, () =>
        this.#configure(),
      ),
      close: this.#callbacks.add(one, () => {
        handlers.close?.();
        return 0;
      }),
    });
  }

  get address(): Address {
    return this.#struct.address;
  }

  get pcm(): Address {
    return this.#struct.pointer('pcm');
  }

  get isRunning(): boolean {
    return this.#callbacks.isRunning;
  }

  /** `snd_pcm_extplug_set_param_list`, the slave's format going along */
  setFormats(formats: Uint32Array): void {
    const { address } = this;
    check(
      'snd_pcm_extplug_set_param_list',
      pcmPluginApi.snd_pcm_extplug_set_param_list(address, HW_FORMAT, formats.length, formats),
    );
    check(
      'snd_pcm_extplug_set_slave_param_list',
      pcmPluginApi.snd_pcm_extplug_set_slave_param_list(address, HW_FORMAT, formats.length, formats),
    );
    check(
      'snd_pcm_extplug_set_param_link',
      pcmPluginApi.snd_pcm_extplug_set_param_link(address, HW_FORMAT, 1),
    );
  }

  free(): void {
    this.#callbacks.free();
    this.#struct.free();
  }

  #configure(): number {
    const format = formatOfNumber(this.#struct.uint('format'));
    const channels = this.#struct.uint('channels');
    const frameBytes = bytesOfFrames(format, channels);
    if (frameBytes === null) throw new AlsatsError('unsupported', `${format} has no whole bytes to filter`);
    // The filter gets it, and C is told by it how much lies where.
    const setup = Object.freeze({
      format,
      channels,
      framesPerSecond: this.#struct.uint('rate'),
      frameBytes,
    });
    this.#setup = setup;
    this.#input = new Uint8Array(BLOCK_FRAMES * frameBytes);
    this.#output = new Uint8Array(BLOCK_FRAMES * frameBytes);
    this.#inputAreas = interleavedAreas(this.#input, setup);
    this.#outputAreas = interleavedAreas(this.#output, setup);
    this.#handlers.hwParams?.(setup);
    return 0;
  }

  #transfer(to: Address, toFrame: number, from: Address, fromFrame: number, frames: number): number {
    const setup = this.#setup;
    if (setup === null) throw new AlsatsError('invalid', 'the filter is not set up');
    const { channels, frameBytes } = setup;
    const format = sampleFormats[setup.format].value;
    const copy = pcmApi.snd_pcm_areas_copy;
    for (let done = 0; done < frames; ) {
      const count = Math.min(BLOCK_FRAMES, frames - done);
      this.#requireMemory();
      check('snd_pcm_areas_copy', copy(this.#inputAreas, 0, from, fromFrame + done, channels, count, format));
      const bytes = count * frameBytes;
      this.#handlers.filter(this.#input.subarray(0, bytes), this.#output.subarray(0, bytes), count, setup);
      this.#requireMemory();
      check('snd_pcm_areas_copy', copy(to, toFrame + done, this.#outputAreas, 0, channels, count, format));
      done += count;
    }
    return frames;
  }

  /** A filter can transfer what it was given, to another thread say; C still has the addresses. */
  #requireMemory(): void {
    if (this.#input.length === 0 || this.#output.length === 0)
      throw new AlsatsError('invalid', 'a filter must not transfer the memory that it works on');
  }
}

/** `snd_pcm_channel_area_t` for each channel of interleaved frames. */
function interleavedAreas(memory: Uint8Array, { channels, frameBytes }: ExtPlugSetup): Uint8Array {
  const areas = new Uint8Array(new ArrayBuffer(channels * area.byteLength));
  const view = new DataView(areas.buffer);
  const base = addressOfMemory(memory);
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * area.byteLength;
    if (abi.wordBytes === 8) view.setBigUint64(start + area.offsets.addr, base, true);
    else view.setUint32(start + area.offsets.addr, Number(base), true);
    view.setUint32(start + area.offsets.first, (channel * frameBytes * 8) / channels, true);
    view.setUint32(start + area.offsets.step, frameBytes * 8, true);
  }
  return areas;
}
