/** Runs `alsats ctl add` and `alsats ctl remove`. */

import type { Ctl } from '../../alsa/ctl/ctl.js';
import type { ElemId } from '../../alsa/ctl/elem-id.js';
import { isElemIdText, parseElemId } from '../../alsa/ctl/elem-id-text.js';
import type { ElemInfo } from '../../alsa/ctl/elem-info.js';
import { type ElemType, elemTypes } from '../../alsa/ctl/names.js';
import type { UserElem } from '../../alsa/ctl/user-elem.js';
import { AlsaError } from '../../alsa/error.js';
import { AlsatsError } from '../../error.js';
import { printJson } from '../../terminal/json-output.js';
import { openControl, reportCard } from '../control-choice.js';
import type { ControlOptions } from '../control-options.js';
import { EXIT_DONE } from '../exit-code.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';
import { checkElemTexts, findElem } from './elem-lookup.js';
import { describeElement, type ElementName, elementName } from './element.js';
import { ElementSetter, nameElement } from './element-setter.js';
import { elementText } from './element-text.js';
import { ELEMENTS_SCHEMA } from './list.js';
import { type TlvOptions, tlvFromOptions } from './tlv-text.js';
import { splitAtCommas } from './value-text.js';

export interface AddOptions extends ControlOptions, ShowOptions, TlvOptions {
  readonly count?: number;
  readonly elements?: number;
  readonly min?: bigint;
  readonly max?: bigint;
  readonly step?: bigint;
  readonly items?: string;
  readonly readOnly?: boolean;
  readonly inactive?: boolean;
  readonly value?: string;
  readonly quiet?: boolean;
}

/** @returns the exit code */
export async function addElement(
  typeName: string,
  name: string,
  options: AddOptions,
  outside: Outside,
): Promise<number> {
  const elem = userElem(typeName, name, options);
  const tlv = tlvFromOptions(options);
  using ctl = await openControl(options);
  const id = addTo(ctl, elem);
  try {
    if (tlv !== null) ctl.tlvWrite(id, tlv);
    if (options.value !== undefined) {
      const setter = new ElementSetter(ctl, { allowInactive: true, remember: false, compare: false });
      setter.set(`numid=${id.numid}`, options.value);
    }
  } catch (error) {
    // Half an element is none.
    ctl.elemRemove(id);
    throw nameElement(error, { id });
  }
  if (options.quiet) return EXIT_DONE;
  // The kernel gives a new element locked; with us that ends anyhow, and must not look like a property of it.
  ctl.elemUnlock(id);
  const shown = await Shown.create(options, outside);
  const element = describeElement(ctl, ctl.elemInfo(id));
  if (options.json)
    await printJson(shown.output, ELEMENTS_SCHEMA, { card: reportCard(ctl), elements: [element] });
  else await shown.output.writeLine(elementText(element, shown.style));
  return shown.exitCode;
}

function addTo(ctl: Ctl, elem: UserElem): ElemId {
  try {
    return ctl.elemAdd(elem);
  } catch (error) {
    if (!(error instanceof AlsaError) || error.code !== 'EBUSY') throw error;
    throw new AlsatsError('busy', `there is an element "${elem.id.name}" already`, {
      hint: `remove it first, or give the new one another index: name='${elem.id.name}',index=…`,
      cause: error,
    });
  }
}

/** @throws AlsatsError of kind `invalid` */
function userElem(typeName: string, name: string, options: AddOptions): UserElem {
  const type = typeName.toUpperCase();
  if (!Object.hasOwn(elemTypes, type)) {
    throw new AlsatsError('invalid', `"${typeName}" is no type of elements`, {
      hint: `the types are ${Object.keys(elemTypes)
        .map((known) => known.toLowerCase())
        .join(', ')}`,
    });
  }
  const ref = isElemIdText(name) ? parseElemId(name) : { name };
  if (ref.name === undefined || ref.name === '')
    throw new AlsatsError('invalid', 'a new element needs a name');
  if (ref.numid !== undefined)
    throw new AlsatsError('invalid', 'the kernel chooses the numid of a new element');
  const { iface = 'MIXER', index = 0, device = 0, subdevice = 0 } = ref;
  const id = { name: ref.name, iface, index, device, subdevice };
  const { count = 1, elements = 1, readOnly = false, inactive = false } = options;
  const base = { id, count, elementCount: elements, writable: !readOnly, inactive };
  requireFitting(type as ElemType, options);
  switch (type as ElemType) {
    case 'BOOLEAN':
    case 'BYTES':
      return { ...base, type: type as 'BOOLEAN' | 'BYTES' };
    case 'IEC958':
      return { id, type: 'IEC958' };
    case 'ENUMERATED':
      return { ...base, type: 'ENUMERATED', items: splitAtCommas(options.items ?? '') };
    case 'INTEGER':
    case 'INTEGER64': {
      const { min, max, step = 0n } = options;
      if (min === undefined || max === undefined) {
        throw new AlsatsError('invalid', 'an element of whole numbers needs --min and --max');
      }
      if (type === 'INTEGER64') return { ...base, type, min, max, step };
      return { ...base, type: 'INTEGER', min: Number(min), max: Number(max), step: Number(step) };
    }
  }
}

/** Options that do nothing would only mislead. */
function requireFitting(type: ElemType, options: AddOptions): void {
  const isNumber = type === 'INTEGER' || type === 'INTEGER64';
  const isRanged = options.min !== undefined || options.max !== undefined || options.step !== undefined;
  if (!isNumber && isRanged) throw new AlsatsError('invalid', `an element of type ${type} has no range`);
  if ((type === 'ENUMERATED') !== (options.items !== undefined)) {
    throw new AlsatsError('invalid', '--items is what an enumerated element needs, and no other has');
  }
  if (
    type === 'IEC958' &&
    (options.count !== undefined || options.elements !== undefined || options.readOnly || options.inactive)
  ) {
    throw new AlsatsError('invalid', 'of an IEC958 element only its id can be chosen');
  }
}

/** @returns the exit code: that of the first element that could not be removed */
export async function removeElements(
  names: readonly string[],
  options: ControlOptions & ShowOptions,
  outside: Outside,
): Promise<number> {
  checkElemTexts(names);
  using ctl = await openControl(options);
  const shown = await Shown.create(options, outside);
  // All are looked up first: those of one set go together.
  const infos = new Map<number, ElemInfo>();
  for (const name of names) {
    try {
      const info = findElem(ctl, name);
      if (!info.access.user) throw driversOwn(info);
      infos.set(info.id.numid, info);
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      shown.error(error);
    }
  }
  const removed: ElementName[] = [];
  for (const info of infos.values()) {
    try {
      ctl.elemRemove(info.id);
      removed.push(elementName(info.id));
    } catch (error) {
      if (!(error instanceof AlsatsError) || error.kind === 'disconnected') throw error;
      if (error.kind === 'not-found') removed.push(elementName(info.id));
      else shown.error(nameElement(error, info));
    }
  }
  if (options.json) {
    await printJson(shown.output, 'alsats.ctl-remove/1', { card: reportCard(ctl), elements: removed });
  }
  return shown.exitCode;
}

function driversOwn(info: ElemInfo): unknown {
  const message = 'the element is the driver’s own; only those that programs added can be removed';
  return nameElement(new AlsatsError('permission', message), info);
}
