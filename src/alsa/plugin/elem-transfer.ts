/** Values of a plug-in's elements on their way to C and back. */

import { AlsatsError } from '../../error.js';
import { abi } from '../native/layout.js';
import { libc } from '../native/libc.js';
import { copyBytes } from '../native/memory.js';
import type { Address } from '../native/types.js';
import type { PlugValues, PreparedElem } from './ctl-plug-elem.js';

function put(address: Address, values: ArrayBufferView): void {
  libc.memcpy(address, values, values.byteLength);
}

/** A C `long` each. */
export function putLongs(address: Address, values: readonly number[]): void {
  put(address, abi.wordBytes === 8 ? BigInt64Array.from(values, BigInt) : Int32Array.from(values));
}

export function putInt64s(address: Address, values: readonly bigint[]): void {
  put(address, BigInt64Array.from(values));
}

export function putUints(address: Address, values: readonly number[]): void {
  put(address, Uint32Array.from(values));
}

function takeLongs(address: Address, count: number): number[] {
  const { buffer } = copyBytes(address, count * abi.wordBytes);
  return abi.wordBytes === 8
    ? Array.from(new BigInt64Array(buffer), Number)
    : Array.from(new Int32Array(buffer));
}

/** Puts the values of an element where C wants them. @throws AlsatsError of kind `invalid` for too few, or nonsense */
export function putValues({ elem, id, count }: PreparedElem, address: Address): void {
  const values = elem.read();
  if (values.length !== count)
    throw new AlsatsError('invalid', `"${id.name}" gives ${values.length} values, not ${count}`);
  switch (elem.type) {
    case 'BOOLEAN':
      putLongs(
        address,
        Array.from(values as PlugValues['BOOLEAN'], (value) => (value ? 1 : 0)),
      );
      break;
    case 'INTEGER':
      putLongs(address, values as PlugValues['INTEGER']);
      break;
    case 'INTEGER64':
      putInt64s(address, values as PlugValues['INTEGER64']);
      break;
    case 'ENUMERATED':
      putUints(address, values as PlugValues['ENUMERATED']);
      break;
    case 'BYTES':
      put(address, values as PlugValues['BYTES']);
  }
}

/** Hands an element the values C has for it. @returns whether they changed anything */
export function takeValues({ elem, count }: PreparedElem, address: Address): boolean {
  switch (elem.type) {
    case 'BOOLEAN':
      return elem.write!(takeLongs(address, count).map((value) => value !== 0)) === true;
    case 'INTEGER':
      return elem.write!(takeLongs(address, count)) === true;
    case 'INTEGER64':
      return elem.write!(Array.from(new BigInt64Array(copyBytes(address, count * 8).buffer))) === true;
    case 'ENUMERATED':
      return elem.write!(Array.from(new Uint32Array(copyBytes(address, count * 4).buffer))) === true;
    case 'BYTES':
      return elem.write!(copyBytes(address, count)) === true;
  }
}
