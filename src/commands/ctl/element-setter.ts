/** Setting elements by what users write. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import { formatElemId } from '../../alsa/ctl/elem-id-text.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { type ElemValue, isSameValue } from '../../alsa/ctl/elem-value.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { findElem } from './elem-lookup.js';
import { tlvOf } from './element.js';
import { processName } from './process-name.js';
import { valueFromText } from './value-text.js';

export interface SetterOptions {
  /** Whether elements that do nothing now may be set. */
  readonly allowInactive: boolean;
  /** Whether what is known of an element may be kept for the next time it is set. */
  readonly remember: boolean;
  /** Whether it is to be told if a value changed, for which it has to be read before. */
  readonly compare: boolean;
}

/** What was done to an element. */
export interface SetResult {
  readonly info: ElemInfo;
  /** Null where nobody asked. */
  readonly changed: boolean | null;
}

/** Sets elements of one control, one after the other. */
export class ElementSetter {
  readonly #ctl: Ctl;
  readonly #options: SetterOptions;
  readonly #known = new Map<string, ElemInfo>();

  constructor(ctl: Ctl, options: SetterOptions) {
    this.#ctl = ctl;
    this.#options = options;
  }

  /** @throws AlsatsError that names the element and what is wrong */
  set(name: string, text: string): SetResult {
    const known = this.#known.get(name);
    const info = known ?? findElem(this.#ctl, name);
    try {
      const result = this.#setKnown(info, text);
      if (this.#options.remember && known === undefined) this.#known.set(name, info);
      return result;
    } catch (error) {
      // It may have been made anew since, under another number.
      const isGone = error instanceof AlsaError && error.kind === 'not-found';
      if (this.#known.delete(name) && isGone) return this.set(name, text);
      throw nameElement(error, info);
    }
  }

  #setKnown(info: ElemInfo, text: string): SetResult {
    requireSettable(info, this.#options.allowInactive);
    let known: ElemValue | null = null;
    const present = () => {
      known ??= presentValue(this.#ctl, info);
      return known;
    };
    const before = this.#options.compare ? present() : null;
    const tlv = () => tlvOf(this.#ctl, info);
    const value = valueFromText(text, { info, present, tlv });
    // Written all the same where nothing differs: a driver may have to be told again.
    writeElement(this.#ctl, info, value);
    return { info, changed: before === null ? null : !isSameValue(before, value) };
  }
}

/** Writes a value; a lock of somebody else's is told as such. @throws AlsatsError */
export function writeElement(ctl: Ctl, info: ElemInfo, value: ElemValue): void {
  try {
    ctl.elemWrite(info, value);
  } catch (error) {
    if (error instanceof AlsaError && error.kind === 'permission') {
      const now = ctl.elemInfo(info.id);
      if (now.access.locked && !now.access.owner) throw lockedBy(now, error);
    }
    if (error instanceof AlsaError && error.code === 'EINVAL') throw refused(info, error);
    throw error;
  }
}

/** The range is known; what else a driver wants only it knows. */
function refused(info: ElemInfo, cause: AlsaError): AlsatsError {
  const step = info.type === 'INTEGER' || info.type === 'INTEGER64' ? BigInt(info.step) : 0n;
  return new AlsatsError('invalid', 'the driver does not take this value', {
    hint: step > 1n ? `values go in steps of ${step}` : undefined,
    cause,
  });
}

export function lockedBy(info: ElemInfo, cause?: unknown): AlsatsError {
  const { ownerPid } = info;
  const holder = ownerPid === null ? 'another program' : processName(ownerPid);
  return new AlsatsError('busy', `the element is locked by ${holder}`, {
    hint: 'a lock lasts until its holder gives it back or ends',
    cause,
  });
}

/** What is left alone keeps its value; what cannot be read starts from nothing. */
function presentValue(ctl: Ctl, info: ElemInfo): ElemValue {
  if (info.access.readable) return ctl.elemRead(info);
  const { type, count } = info;
  switch (type) {
    case 'BOOLEAN':
      return { type, values: new Array<boolean>(count).fill(false) };
    case 'INTEGER64':
      return { type, values: new Array<bigint>(count).fill(info.min) };
    case 'INTEGER':
      return { type, values: new Array<number>(count).fill(info.min) };
    case 'ENUMERATED':
      return { type, values: new Array<number>(count).fill(0) };
    case 'BYTES':
      return { type, bytes: new Uint8Array(count) };
    case 'IEC958':
      return {
        type,
        iec958: {
          status: new Uint8Array(24),
          subcode: new Uint8Array(147),
          digSubframe: new Uint8Array(4),
        },
      };
  }
}

/** @throws AlsatsError of kind `permission`, `unsupported` */
export function requireSettable(info: ElemInfo, allowInactive: boolean): void {
  if (!info.access.writable) throw new AlsatsError('permission', 'the element is read-only');
  if (info.access.inactive && !allowInactive) {
    throw new AlsatsError('unsupported', 'the element is inactive: setting it has no effect now', {
      hint: 'set it all the same with --inactive',
    });
  }
}

/** Puts the element's name in front of what is wrong with it. */
export function nameElement(error: unknown, { id }: Pick<ElemInfo, 'id'>): unknown {
  if (!(error instanceof AlsatsError) || error.message.includes(id.name)) return error;
  return new AlsatsError(error.kind, `${formatElemId(id)}: ${error.message}`, {
    hint: error.hint,
    cause: error,
  });
}
