/** What C uses of a control plug-in as long as one of its handles is open, and the way of its calls into JavaScript. */

import { decodeElemId, elemKey, encodeElemId } from '../ctl/elem-id.js';
import { controlApi } from '../native/api/control.js';
import { CallbackSet, type CallbackSpec } from '../native/callback.js';
import { abi } from '../native/layout.js';
import { libc } from '../native/libc.js';
import { ctlExtCallbacks, ctlExtLayout } from '../native/plugin-layout.js';
import type { Address, LongResult } from '../native/types.js';
import type { PlugCard } from './ctl-plug.js';
import type { PlugElem, PreparedElem } from './ctl-plug-elem.js';
import { putInt64s, putLongs, putUints, putValues, takeValues } from './elem-transfer.js';
import { SharedStruct } from './shared-struct.js';
import { WakeTimer } from './wake-timer.js';

const PROTOCOL_VERSION = 0x010001;
const NOT_FOUND = abi.wordBytes === 8 ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn;
const EAGAIN = 11;
const EINVAL = 22;
const ENXIO = 6;
const ENOMEM = 12;
const EPERM = 1;

const layout = ctlExtLayout(abi);
let elemIdBytes = 0;

type Name = (typeof ctlExtCallbacks)[number];

/** Who has the handles. */
export interface CtlPlugOwner {
  /** A write has changed an element. */
  written(elem: PlugElem): void;
  freed(memory: CtlPlugMemory): void;
}

/** One handle of a control plug-in. */
export class CtlPlugMemory {
  readonly callbacks = new CallbackSet();
  readonly #struct = new SharedStruct(layout);
  readonly #wake = new WakeTimer();
  readonly #elems: readonly PreparedElem[];
  readonly #placeByKey: ReadonlyMap<string, number>;
  readonly #owner: CtlPlugOwner;
  /** Events that wait to be read: what changed, by the place of the element. */
  readonly #pending = new Map<number, number>();
  #isSubscribed = false;

  constructor(card: PlugCard, elems: readonly PreparedElem[], owner: CtlPlugOwner) {
    this.#elems = elems;
    this.#placeByKey = new Map(elems.map(({ id }, place) => [elemKey(id), place]));
    this.#owner = owner;
    elemIdBytes ||= Number(controlApi.snd_ctl_elem_id_sizeof());
    const { offsets } = layout;
    this.#struct.setInt('version', PROTOCOL_VERSION);
    // It has no number among the cards of the kernel.
    this.#struct.setInt('card_idx', -1);
    this.#setText(offsets.id, 16, card.id);
    this.#setText(offsets.driver, 16, card.driver ?? 'alsats');
    this.#setText(offsets.name, 32, card.name);
    this.#setText(offsets.longname, 80, card.longName ?? card.name);
    this.#setText(offsets.mixername, 80, card.mixerName ?? card.name);
    this.#struct.setInt('poll_fd', this.#wake.fd);
    this.#struct.setCallbacks('callback', ctlExtCallbacks, this.#addCallbacks());
    const tlv = { result: 'int', parameters: ['void *', 'ulong', 'int', 'uint', 'void *', 'uint'] } as const;
    this.#struct.setPointer(
      'tlv',
      this.callbacks.add(
        tlv,
        (_e: Address, key: LongResult, op: number, _n: number, words: Address, bytes: number) =>
          this.#tlv(Number(key), op, words, bytes),
      ),
    );
  }

  get address(): Address {
    return this.#struct.address;
  }

  /** The handle that `snd_ctl_ext_create` has put into the struct. */
  get handle(): Address {
    return this.#struct.pointer('handle');
  }

  /** Tells whoever listens on this handle what changed about an element. */
  notify(place: number, mask: number): void {
    if (!this.#isSubscribed) return;
    const isAwake = this.#pending.size > 0;
    this.#pending.set(place, (this.#pending.get(place) ?? 0) | mask);
    if (!isAwake) this.#wake.wakeNow();
  }

  /** Only once alsa-lib has forgotten the handle. */
  free(): void {
    this.callbacks.free();
    this.#wake.close();
    this.#struct.free();
    this.#owner.freed(this);
  }

  /** As much of a text as fits, with its NUL. */
  #setText(offset: number, room: number, text: string): void {
    const bytes = Buffer.from(text).subarray(0, room - 1);
    new Uint8Array(this.#struct.view.buffer, offset, room).set(bytes);
  }

  #addCallbacks(): Partial<Record<Name, Address>> {
    const callbacks: Partial<Record<Name, Address>> = {};
    const set = (name: Name, parameters: readonly string[], call: (...args: never[]) => unknown) => {
      const result: CallbackSpec['result'] =
        name === 'find_elem' ? 'ulong' : name === 'subscribe_events' ? 'void' : 'int';
      const onThrow = name === 'find_elem' ? NOT_FOUND : undefined;
      const spec = { result, parameters: ['void *', ...parameters] };
      callbacks[name] =
        onThrow === undefined ? this.callbacks.add(spec, call) : this.callbacks.add(spec, call, onThrow);
    };
    /** For callbacks about one element: its key comes second. */
    const about = (
      name: Name,
      parameters: readonly string[],
      call: (elem: PreparedElem, ...rest: never[]) => number,
    ) =>
      set(name, ['ulong', ...parameters], (_ext: Address, key: LongResult, ...rest: never[]) => {
        const elem = this.#elems[Number(key)];
        return elem === undefined ? -EINVAL : call(elem, ...rest);
      });
    set('elem_count', [], () => this.#elems.length);
    set('elem_list', ['uint', 'void *'], (_e: Address, place: number, id: Address) => this.#list(place, id));
    set('find_elem', ['void *'], (_e: Address, id: Address) => {
      const place = this.#placeByKey.get(elemKey(decodeElemId(id)));
      return place === undefined ? NOT_FOUND : BigInt(place);
    });
    about(
      'get_attribute',
      ['void *', 'void *', 'void *'],
      (elem, type: Address, acc: Address, count: Address) => {
        putUints(type, [elem.typeNumber]);
        putUints(acc, [elem.access]);
        putUints(count, [elem.count]);
        return 0;
      },
    );
    about(
      'get_integer_info',
      ['void *', 'void *', 'void *'],
      ({ elem }, min: Address, max: Address, step: Address) => {
        if (elem.type !== 'INTEGER') return -EINVAL;
        putLongs(min, [elem.min]);
        putLongs(max, [elem.max]);
        putLongs(step, [elem.step ?? 0]);
        return 0;
      },
    );
    about(
      'get_integer64_info',
      ['void *', 'void *', 'void *'],
      ({ elem }, min: Address, max: Address, step: Address) => {
        if (elem.type !== 'INTEGER64') return -EINVAL;
        putInt64s(min, [elem.min]);
        putInt64s(max, [elem.max]);
        putInt64s(step, [elem.step ?? 0n]);
        return 0;
      },
    );
    about('get_enumerated_info', ['void *'], ({ elem }, items: Address) => {
      if (elem.type !== 'ENUMERATED') return -EINVAL;
      putUints(items, [elem.items.length]);
      return 0;
    });
    about(
      'get_enumerated_name',
      ['uint', 'void *', 'size_t'],
      ({ elem }, item: number, text: Address, room: LongResult) => {
        const name = elem.type === 'ENUMERATED' ? elem.items[item] : undefined;
        if (name === undefined || Number(room) === 0) return -EINVAL;
        const bytes = Buffer.from(`${Buffer.from(name).subarray(0, Number(room) - 1)}\0`);
        libc.memcpy(text, bytes, Math.min(bytes.length, Number(room)));
        return 0;
      },
    );
    for (const type of ['integer', 'integer64', 'enumerated'] as const) {
      about(`read_${type}`, ['void *'], (elem, values: Address) => this.#read(elem, values));
      about(`write_${type}`, ['void *'], (elem, values: Address) => this.#write(elem, values));
    }
    about('read_bytes', ['void *', 'size_t'], (elem, values: Address) => this.#read(elem, values));
    about('write_bytes', ['void *', 'size_t'], (elem, values: Address) => this.#write(elem, values));
    set('subscribe_events', ['int'], (_e: Address, subscribe: number) => {
      this.#isSubscribed = subscribe !== 0;
      if (!this.#isSubscribed) this.#pending.clear();
    });
    set('read_event', ['void *', 'void *'], (_e: Address, id: Address, mask: Address) =>
      this.#readEvent(id, mask),
    );
    return callbacks;
  }

  #list(place: number, id: Address): number {
    const elem = this.#elems[place];
    if (elem === undefined) return -EINVAL;
    libc.memcpy(id, encodeElemId({ ...elem.id, numid: place + 1 }), elemIdBytes);
    return 0;
  }

  #read(elem: PreparedElem, values: Address): number {
    putValues(elem, values);
    return 0;
  }

  #write(elem: PreparedElem, values: Address): number {
    if (elem.elem.write === undefined) return -EPERM;
    if (!takeValues(elem, values)) return 0;
    this.#owner.written(elem.elem);
    return 1;
  }

  #readEvent(id: Address, mask: Address): number {
    const [next] = this.#pending;
    if (next === undefined) {
      this.#wake.sleep();
      return -EAGAIN;
    }
    const [place, changes] = next;
    this.#pending.delete(place);
    this.#list(place, id);
    putUints(mask, [changes]);
    if (this.#pending.size === 0) this.#wake.sleep();
    return 1;
  }

  /** Only reading (0) is offered. */
  #tlv(key: number, op: number, words: Address, byteLength: number): number {
    const own = this.#elems[key]?.tlvWords;
    if (own === undefined || own === null || op !== 0) return -ENXIO;
    if (own.byteLength > byteLength) return -ENOMEM;
    libc.memcpy(words, own, own.byteLength);
    return 0;
  }
}
