/** Making and changing leaves. Internal. */

import { AlsatsError } from '../../error.js';
import { MAX_INT, requireString, shown } from '../arguments.js';
import { check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { PointerCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import type { ConfigLeafValue } from './config-node.js';
import { type ConfigType, typeOf } from './raw-node.js';

const MIN_INT = -MAX_INT - 1;

/** A leaf that is no member of anything yet. `snd_config_imake_integer`, `_integer64`, `_real`, `_string` */
export function makeLeaf(id: string, value: ConfigLeafValue): Address {
  const cell = new PointerCell();
  const { cell: result } = cell;
  switch (typeFor(value)) {
    case 'integer':
      check('snd_config_imake_integer', configApi.snd_config_imake_integer(result, id, value as number));
      break;
    case 'integer64':
      check(
        'snd_config_imake_integer64',
        configApi.snd_config_imake_integer64(result, id, requireInt64(value)),
      );
      break;
    case 'real':
      check('snd_config_imake_real', configApi.snd_config_imake_real(result, id, value as number));
      break;
    default:
      check('snd_config_imake_string', configApi.snd_config_imake_string(result, id, value as string));
  }
  return cell.value!;
}

function typeFor(value: ConfigLeafValue): ConfigType {
  if (typeof value === 'string') {
    requireString('value', value);
    return 'string';
  }
  if (typeof value === 'bigint') return 'integer64';
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new AlsatsError('invalid', `the value must be a number, a bigint or a string, not ${shown(value)}`);
  }
  if (!Number.isInteger(value)) return 'real';
  if (value >= MIN_INT && value <= MAX_INT) return 'integer';
  return Number.isSafeInteger(value) ? 'integer64' : 'real';
}

/** @param name what the leaf is called in errors */
export function setLeaf(node: Address, name: string, value: ConfigLeafValue): void {
  const type = typeOf(node);
  const given = typeFor(value);
  if (type === 'string' && given === 'string') {
    check('snd_config_set_string', configApi.snd_config_set_string(node, value as string));
  } else if (type === 'real' && given !== 'string') {
    check('snd_config_set_real', configApi.snd_config_set_real(node, Number(value)));
  } else if (type === 'integer' && given === 'integer') {
    check('snd_config_set_integer', configApi.snd_config_set_integer(node, value as number));
  } else if (type === 'integer64' && (given === 'integer' || given === 'integer64')) {
    check('snd_config_set_integer64', configApi.snd_config_set_integer64(node, requireInt64(value)));
  } else {
    throw new AlsatsError('invalid', `${name} is a ${type} and cannot hold ${shown(value)}`);
  }
}

function requireInt64(value: ConfigLeafValue): bigint {
  const wide = BigInt(value);
  if (BigInt.asIntN(64, wide) !== wide) throw new AlsatsError('invalid', `${value} does not fit 64 bits`);
  return wide;
}
