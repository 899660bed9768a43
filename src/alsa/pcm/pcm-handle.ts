/** A PCM as far as it is opened and set up: what {@link Pcm} builds its transfers on. */

import { type SampleFormat, sampleFormats } from '../../audio/sample-format.js';
import { AlsatsError } from '../../error.js';
import { MAX_INT, MAX_UINT, requireInteger, requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import type { Address } from '../native/types.js';
import { addressOf, internal, NativeObject } from '../native-object.js';
import { dumpToString } from '../output.js';
import {
  type ChannelMap,
  type ChannelMapOffer,
  encodeChannelMap,
  takeChannelMap,
  takeChannelMapOffers,
} from './channel-map.js';
import { HwParams, spaceFrom } from './hw-params.js';
import { HwSpace } from './hw-space.js';
import { type PcmInfo, readPcmInfo } from './info.js';
import {
  nameOf,
  type PcmAccess,
  type PcmState,
  type PcmStream,
  type PcmType,
  pcmAccesses,
  pcmStates,
  pcmStreams,
  pcmTypes,
} from './names.js';
import { type PcmSetup, setupOf } from './setup.js';
import { SwParams, swMemoryFrom } from './sw-params.js';

/** A setup in one call, see {@link Pcm.setParams}. */
export interface SimpleParams {
  readonly format: SampleFormat;
  /** RW_INTERLEAVED by default. */
  readonly access?: PcmAccess;
  readonly channels: number;
  readonly framesPerSecond: number;
  /** Whether the library may convert the rate; true by default. */
  readonly softResample?: boolean;
  /** Wanted length of the buffer in microseconds. */
  readonly latencyUs: number;
}

/** The address of a PCM that has hardware parameters. Internal. @throws AlsatsError of kind `invalid`, `closed` */
export let requireSetup: (pcm: PcmHandle) => Address;

/** The part of {@link Pcm} that opens into everything else: what it is, and its parameters. */
export abstract class PcmHandle extends NativeObject {
  readonly #name: string;
  readonly #stream: PcmStream;
  #setup: PcmSetup | null = null;

  static {
    // Alsa-lib has sanity checks for most calls before a setup, not for all: none of them gets that far.
    requireSetup = (pcm) => {
      const address = addressOf(pcm);
      if (pcm.#setup === null)
        throw new AlsatsError('invalid', `PCM "${pcm.#name}" has no hardware parameters yet`);
      return address;
    };
  }

  protected constructor(address: Address, name: string, stream: PcmStream) {
    super(address, `PCM "${name}"`);
    this.#name = name;
    this.#stream = stream;
  }

  /** What it was opened by. */
  get name(): string {
    return this.#name;
  }

  get stream(): PcmStream {
    return this.#stream;
  }

  protected override release(address: Address): void {
    this.#setup = null;
    check('snd_pcm_close', pcmApi.snd_pcm_close(address));
  }

  /** The plug-in this PCM is made of, null for one this library does not know. `snd_pcm_type` */
  get type(): PcmType | null {
    return pcmTypes[pcmApi.snd_pcm_type(addressOf(this))] ?? null;
  }

  /** What is installed, or null before {@link setHwParams} and after {@link hwFree}. */
  get setup(): PcmSetup | null {
    return this.#setup;
  }

  /** `snd_pcm_state` */
  get state(): PcmState {
    return nameOf(pcmStates, pcmApi.snd_pcm_state(addressOf(this))) ?? 'PRIVATE1';
  }

  /** `snd_pcm_info` */
  info(): PcmInfo {
    return readPcmInfo('snd_pcm_info', (info) => pcmApi.snd_pcm_info(addressOf(this), info));
  }

  /** Switches between blocking and non-blocking calls. `snd_pcm_nonblock` */
  setNonblock(enabled: boolean): void {
    check('snd_pcm_nonblock', pcmApi.snd_pcm_nonblock(addressOf(this), enabled ? 1 : 0));
  }

  // --- parameters ---

  /** Everything the device can do. `snd_pcm_hw_params_any` */
  hwParamsAny(): HwParams {
    const space = new HwSpace(this);
    check('snd_pcm_hw_params_any', pcmApi.snd_pcm_hw_params_any(addressOf(this), space.memory));
    return new HwParams(space, internal);
  }

  /** What is installed. `snd_pcm_hw_params_current` @throws AlsatsError `invalid` before anything is */
  hwParamsCurrent(): HwParams {
    requireSetup(this);
    return this.#installed(addressOf(this));
  }

  /**
   * Installs one configuration out of `params` (narrowed to what was chosen) and prepares the stream. `snd_pcm_hw_params`
   *
   * @throws AlsaError of kind `unsupported`, `busy`, …
   */
  setHwParams(params: HwParams): PcmSetup {
    addressOf(this);
    const space = spaceFrom(params, this);
    const address = space.pcmAddress;
    this.#setup = null;
    space.narrow('snd_pcm_hw_params', () => pcmApi.snd_pcm_hw_params(address, space.memory));
    space.markInstalled();
    this.#setup = setupOf(params);
    return this.#setup;
  }

  /** Takes the configuration away and frees the buffer. `snd_pcm_hw_free` */
  hwFree(): void {
    const address = addressOf(this);
    this.#setup = null;
    check('snd_pcm_hw_free', pcmApi.snd_pcm_hw_free(address));
  }

  /** `snd_pcm_sw_params_current` */
  swParamsCurrent(): SwParams {
    requireSetup(this);
    const params = new SwParams(this, internal);
    const memory = swMemoryFrom(params, this);
    check('snd_pcm_sw_params_current', pcmApi.snd_pcm_sw_params_current(addressOf(this), memory));
    return params;
  }

  /** `snd_pcm_sw_params` */
  setSwParams(params: SwParams): void {
    const address = requireSetup(this);
    check('snd_pcm_sw_params', pcmApi.snd_pcm_sw_params(address, swMemoryFrom(params, this)));
  }

  /** A whole setup in one call, hardware and software parameters. `snd_pcm_set_params` */
  setParams(wanted: SimpleParams): PcmSetup {
    const address = addressOf(this);
    const format = sampleFormats[wanted.format]?.value;
    if (format === undefined)
      throw new AlsatsError('invalid', `${String(wanted.format)} is no sample format`);
    const access = requireOneOf('access', pcmAccesses, wanted.access ?? 'RW_INTERLEAVED');
    const channels = requireInteger('channels', wanted.channels, 1, MAX_INT);
    const rate = requireInteger('framesPerSecond', wanted.framesPerSecond, 1, MAX_INT);
    const latency = requireInteger('latencyUs', wanted.latencyUs, 1, MAX_UINT);
    this.#setup = null;
    check(
      'snd_pcm_set_params',
      pcmApi.snd_pcm_set_params(
        address,
        format,
        access,
        channels,
        rate,
        wanted.softResample === false ? 0 : 1,
        latency,
      ),
    );
    this.#setup = setupOf(this.#installed(address));
    return this.#setup;
  }

  /** `snd_pcm_hw_params_current` */
  #installed(address: Address): HwParams {
    const space = new HwSpace(this);
    check('snd_pcm_hw_params_current', pcmApi.snd_pcm_hw_params_current(address, space.memory));
    space.markInstalled();
    return new HwParams(space, internal);
  }

  // --- channel maps and text ---

  /** All channel maps the device offers; none where it does not say. `snd_pcm_query_chmaps` */
  queryChmaps(): ChannelMapOffer[] {
    return takeChannelMapOffers(pcmApi.snd_pcm_query_chmaps(addressOf(this)));
  }

  /**
   * The same without opening the device. `snd_pcm_query_chmaps_from_hw`
   *
   * @param subdevice -1 asks for any
   */
  static queryChmapsFromHw(
    card: number,
    device: number,
    subdevice: number,
    stream: PcmStream,
  ): ChannelMapOffer[] {
    requireInteger('card', card, 0, MAX_INT);
    requireInteger('device', device, 0, MAX_INT);
    requireInteger('subdevice', subdevice, -1, MAX_INT);
    const direction = requireOneOf('stream', pcmStreams, stream);
    return takeChannelMapOffers(pcmApi.snd_pcm_query_chmaps_from_hw(card, device, subdevice, direction));
  }

  /** The map in use, or null where the device does not say. `snd_pcm_get_chmap` */
  getChmap(): ChannelMap | null {
    return takeChannelMap(pcmApi.snd_pcm_get_chmap(requireSetup(this)));
  }

  /** `snd_pcm_set_chmap` @throws AlsaError of kind `unsupported` where the device cannot */
  setChmap(map: ChannelMap): void {
    const address = requireSetup(this);
    if (map.length !== this.#setup!.channels) {
      throw new AlsatsError(
        'invalid',
        `the map has ${map.length} positions for ${this.#setup!.channels} channels`,
      );
    }
    check('snd_pcm_set_chmap', pcmApi.snd_pcm_set_chmap(address, encodeChannelMap(map)));
  }

  /** The stream and its whole chain of plug-ins as alsa-lib prints them. `snd_pcm_dump` */
  dump(): string {
    return dumpToString('snd_pcm_dump', (output) => pcmApi.snd_pcm_dump(addressOf(this), output));
  }

  /** Its hardware parameters alone. `snd_pcm_dump_hw_setup` */
  dumpHwSetup(): string {
    const address = requireSetup(this);
    return dumpToString('snd_pcm_dump_hw_setup', (output) => pcmApi.snd_pcm_dump_hw_setup(address, output));
  }

  /** Its software parameters alone. `snd_pcm_dump_sw_setup` */
  dumpSwSetup(): string {
    const address = requireSetup(this);
    return dumpToString('snd_pcm_dump_sw_setup', (output) => pcmApi.snd_pcm_dump_sw_setup(address, output));
  }

  /** Its parameters alone. `snd_pcm_dump_setup` */
  dumpSetup(): string {
    const address = requireSetup(this);
    return dumpToString('snd_pcm_dump_setup', (output) => pcmApi.snd_pcm_dump_setup(address, output));
  }
}
