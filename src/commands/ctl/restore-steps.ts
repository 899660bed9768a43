/** Carries out a restore, and tells what was done. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import type { ElemValue } from '../../alsa/ctl/elem-value.js';
import { AlsatsError } from '../../error.js';
import { describeValue, type ElementValues, tlvOf } from './element.js';
import { writeElement } from './element-setter.js';
import { named, type RestoreStep } from './restore-plan.js';
import { restoredValue } from './stored-value.js';

/** What became of an element. */
export interface RestoredElement {
  readonly id: string;
  readonly iface: string;
  readonly name: string;
  readonly index: number;
  readonly device: number;
  readonly subdevice: number;
  readonly action: RestoreStep['action'];
  /** Why it was left alone. */
  readonly reason: string | null;
  /** Before, null where nothing changes or it was not there. */
  readonly old: ElementValues | null;
  readonly new: ElementValues | null;
  readonly error: AlsatsError | null;
}

/**
 * Does what was planned, one element after the other; one that fails does not keep the others from being restored.
 *
 * @param dryRun changes nothing, and tells what would be done
 * @throws AlsaError of kind `disconnected`
 */
export function* runSteps(
  ctl: Ctl,
  steps: readonly RestoreStep[],
  dryRun: boolean,
): Generator<RestoredElement, void> {
  for (const step of steps) {
    const { stored } = step;
    const { iface, name, index, device, subdevice } = stored;
    const nothing = { reason: null, old: null, new: null, error: null };
    const result = { id: step.id, iface, name, index, device, subdevice, action: step.action, ...nothing };
    try {
      switch (step.action) {
        case 'set':
          if (!dryRun) writeElement(ctl, step.info, step.value);
          yield { ...result, ...valuesOf(ctl, step.info, step.old, step.value) };
          break;
        case 'add':
          yield dryRun ? result : { ...result, new: addAgain(ctl, step) };
          break;
        case 'skip':
          yield { ...result, reason: step.reason };
          break;
        case 'fail':
          yield { ...result, error: step.error };
          break;
        case 'same':
          yield result;
      }
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      yield { ...result, action: 'fail', error: named(error, step.id) };
    }
  }
}

function valuesOf(
  ctl: Ctl,
  info: ElemInfo,
  old: ElemValue,
  value: ElemValue,
): Pick<RestoredElement, 'old' | 'new'> {
  const tlv = tlvOf(ctl, info);
  return { old: describeValue(info, old, tlv), new: describeValue(info, value, tlv) };
}

/** Adds a user element with its TLV data and its value. */
function addAgain(ctl: Ctl, { stored, elem }: Extract<RestoreStep, { action: 'add' }>): ElementValues {
  const id = ctl.elemAdd(elem);
  const tlv = stored.traits?.tlv ?? null;
  if (tlv !== null && tlv.length > 0) ctl.tlvWrite(id, Uint32Array.from(tlv));
  const info = ctl.elemInfo(id);
  const fresh = ctl.elemRead(info);
  const value = info.access.writable ? restoredValue(stored, info, fresh, () => tlvOf(ctl, info)) : fresh;
  if (info.access.writable) writeElement(ctl, info, value);
  return describeValue(info, value, tlvOf(ctl, info));
}
