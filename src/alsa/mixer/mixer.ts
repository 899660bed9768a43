/**
 * Mixers (`snd_mixer_t`): the controls of a card gathered into simple elements, `Master` with its volume and its switch,
 * as alsamixer shows them.
 *
 * @example
 * ```ts
 * using mixer = Mixer.open('hw:0');
 * const master = mixer.findSelem('Master');
 * if (master?.playback.hasVolume) master.playback.setDbAll(-12);
 * ```
 */

import { AlsatsError } from '../../error.js';
import { MAX_UINT, requireInteger, requireOneOf, requireString } from '../arguments.js';
import { requireDefinitionName } from '../config/definition-name.js';
import { AlsaError, check } from '../error.js';
import type { HElemChange } from '../hctl.js';
import { mixerApi } from '../native/api/mixer.js';
import { allocOpaque, PointerCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { addressOf, own } from '../native-object.js';
import { POLLERR, POLLHUP, POLLNVAL } from '../poll.js';
import { Waiter } from '../waiter.js';
import { leaveElement, leaveMixer, listenToElement, listenToMixer, MASK_REMOVE } from './callbacks.js';
import { MixerHandle, type MixerOpenOptions, mixerAbstractions } from './mixer-handle.js';
import { createSelem, type Selem, type SelemId, type SelemLife } from './selem.js';

export type { MixerAbstraction, MixerOpenOptions } from './mixer-handle.js';

/** What happened to an element. */
export interface MixerChange {
  /** It came, it went, its volume, switch or item changed, or what it can do. */
  readonly change: HElemChange;
  readonly selem: Selem;
}

interface Entry {
  readonly selem: Selem;
  readonly life: SelemLife;
}

const changeBits: readonly (readonly [bit: number, change: HElemChange])[] = [
  [2, 'info'],
  [8, 'tlv'],
  [1, 'value'],
];
const GONE_CODES = new Set(['ENODEV', 'ENXIO', 'ESHUTDOWN', 'EBADF', 'EBADFD', 'ENOMEM']);
/** Events that cannot be taken in, one after the other, before that is an error. */
const MOST_BAD_EVENTS = 4096;
/** Room for the name of an element in C, its NUL included. */
const NAME_BYTES = 60;
const pointerCell = new PointerCell();

/** A mixer. Opened by {@link Mixer.open}, freed by `close()` or by `using`. */
export class Mixer extends MixerHandle {
  readonly #entries = new Map<Address, Entry>();
  /** The elements in C's order; null where that has to be asked for again. */
  #order: Selem[] | null = null;
  /** Whether changes of the elements in `#entries` are heard of. */
  #isListening = false;
  /** Whether all elements are in `#entries`. */
  #hasAll = false;
  /** What the events that are being handled have changed. */
  #changes: MixerChange[] = [];

  /**
   * Opens the mixer of a card, `hw:0` say, with all its elements. `snd_mixer_open`, `snd_mixer_attach`,
   * `snd_mixer_selem_register`, `snd_mixer_load`
   *
   * @throws AlsaError
   */
  static open(name: string, options: MixerOpenOptions = {}): Mixer {
    requireDefinitionName('name', name);
    const abstraction = options?.abstraction ?? 'none';
    requireOneOf('abstraction', mixerAbstractions, abstraction);
    const mixer = Mixer.create();
    try {
      if (abstraction === 'none') mixer.attach(name);
      mixer.registerSelem(abstraction === 'none' ? {} : { abstraction, device: name });
      mixer.load();
      return mixer;
    } catch (error) {
      mixer.close();
      throw error;
    }
  }

  /** An empty mixer, to be attached, registered and loaded: for several controls in one. `snd_mixer_open` */
  static create(): Mixer {
    check('snd_mixer_open', mixerApi.snd_mixer_open(pointerCell.cell, 0));
    return new Mixer(own(pointerCell.value!), 'mixer');
  }

  protected override release(address: Address): void {
    leaveMixer(address);
    for (const [element, { life }] of this.#entries) {
      leaveElement(element);
      life.current = null;
    }
    this.#entries.clear();
    this.#order = null;
    check('snd_mixer_close', mixerApi.snd_mixer_close(address));
  }

  // --- elements ---

  /** All elements, in the order alsamixer shows them. `snd_mixer_first_elem`, `snd_mixer_elem_next` */
  elements(): Selem[] {
    const mixer = addressOf(this);
    this.#order ??= [...this.#walk(mixer)];
    return [...this.#order];
  }

  *#walk(mixer: Address): Generator<Selem, void> {
    let element = mixerApi.snd_mixer_first_elem(mixer);
    for (; element !== null; element = mixerApi.snd_mixer_elem_next(element))
      yield this.#entryAt(element).selem;
  }

  [Symbol.iterator](): IterableIterator<Selem> {
    return this.elements()[Symbol.iterator]();
  }

  /** The element, or null where there is none. `snd_mixer_find_selem` */
  findSelem(name: string, index = 0): Selem | null {
    requireString('name', name);
    requireInteger('index', index, 0, MAX_UINT);
    const mixer = addressOf(this);
    // C would cut it, and find another one.
    if (Buffer.byteLength(name) >= NAME_BYTES) return null;
    const id = allocOpaque(Number(mixerApi.snd_mixer_selem_id_sizeof()));
    mixerApi.snd_mixer_selem_id_set_name(id, name);
    mixerApi.snd_mixer_selem_id_set_index(id, index);
    const element = mixerApi.snd_mixer_find_selem(mixer, id);
    return element === null ? null : this.#entryAt(element).selem;
  }

  #entryAt(element: Address): Entry {
    const known = this.#entries.get(element);
    if (known !== undefined) return known;
    const [selem, life] = createSelem({ mixer: this, current: element }, idOf(element));
    const entry = { selem, life };
    this.#keep(element, entry);
    return entry;
  }

  #keep(element: Address, entry: Entry): void {
    this.#entries.set(element, entry);
    if (this.#isListening) listenToElement(element, (mask) => this.#onChange(element, entry, mask));
  }

  // --- events ---

  /**
   * Takes in all events that have come, without waiting, and tells what they changed, in order; of several changes of
   * one kind of an element once. Values that elements tell are as of the last call. `snd_mixer_handle_events`
   *
   * @throws AlsaError of kind `disconnected` once the card is gone
   */
  handleEvents(): MixerChange[] {
    this.#listen();
    this.#meetAll();
    return this.#handle();
  }

  /**
   * Takes in all events as {@link handleEvents} does, where only values matter and not what has changed: the first time
   * it does not look at elements that nobody has asked for. `snd_mixer_handle_events`
   *
   * @throws AlsaError of kind `disconnected` once the card is gone
   */
  refresh(): void {
    this.#listen();
    this.#handle();
  }

  #handle(): MixerChange[] {
    const address = addressOf(this);
    this.#changes = [];
    for (let bad = 0; ; bad++) {
      const result = mixerApi.snd_mixer_handle_events(address);
      if (result >= 0) break;
      // alsa-lib gives up on the whole at an event that it can make nothing of (an element that came and went before
      // it was read, one that cannot be read); it has taken it from the queue, so that there is a next one.
      const error = new AlsaError('snd_mixer_handle_events', -result, {
        action: 'cannot handle events of the mixer',
      });
      if (GONE_CODES.has(error.code) || bad >= MOST_BAD_EVENTS) throw error;
    }
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  /** The same as it happens, from now on; ends when the signal is aborted. */
  async *changes(signal?: AbortSignal): AsyncGenerator<MixerChange, void> {
    using waiter = new Waiter(this);
    while (!signal?.aborted) {
      for (const change of this.handleEvents()) {
        yield change;
        if (signal?.aborted) return;
      }
      const bits = await waiter.waitOrAbort(signal);
      if (bits === null) return;
      // A card that is gone may only show as bits: reading would find out, a plug-in that says nothing would spin.
      if (bits & (POLLERR | POLLHUP | POLLNVAL)) {
        yield* this.handleEvents();
        throw new AlsatsError('disconnected', 'the card of the mixer is gone');
      }
    }
  }

  /** Hears of elements from the first time events are handled: before, none can go. */
  #listen(): void {
    if (this.#isListening) return;
    const mixer = addressOf(this);
    this.#isListening = true;
    for (const [element, entry] of this.#entries) this.#keep(element, entry);
    listenToMixer(mixer, (element) => this.#onAdd(element));
  }

  #meetAll(): void {
    if (this.#hasAll) return;
    this.#hasAll = true;
    this.elements();
  }

  /** Called from within C. */
  #onAdd(element: Address): void {
    this.#order = null;
    const { name, index } = idOf(element);
    // To take in new properties alsa-lib removes an element and adds it anew: for us it is still the same.
    const place = this.#changes.findIndex(
      ({ change, selem }) => change === 'remove' && selem.name === name && selem.index === index,
    );
    const before = this.#changes[place];
    const entry = before === undefined ? undefined : removed.get(before.selem);
    if (before === undefined || entry === undefined) {
      this.#changes.push({ change: 'add', selem: this.#entryAt(element).selem });
      return;
    }
    entry.life.current = element;
    entry.life.revision++;
    this.#keep(element, entry);
    this.#changes[place] = { change: 'info', selem: before.selem };
  }

  /** Called from within C. */
  #onChange(element: Address, entry: Entry, mask: number): void {
    const { selem, life } = entry;
    if (mask === MASK_REMOVE) {
      life.current = null;
      this.#order = null;
      this.#entries.delete(element);
      leaveElement(element);
      removed.set(selem, entry);
      this.#changes.push({ change: 'remove', selem });
      return;
    }
    for (const [bit, change] of changeBits) {
      if ((mask & bit) === 0) continue;
      // Its range may be another.
      if (change !== 'value') life.revision++;
      const isTold = this.#changes.some(
        (told) => told.selem === selem && (told.change === change || told.change === 'add'),
      );
      if (!isTold) this.#changes.push({ change, selem });
    }
  }
}

/** Elements that were removed, for the case that they come again at once. */
const removed = new WeakMap<Selem, Entry>();

function idOf(element: Address): SelemId {
  return {
    name: mixerApi.snd_mixer_selem_get_name(element) ?? '',
    index: mixerApi.snd_mixer_selem_get_index(element),
  };
}
