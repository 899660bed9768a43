/**
 * PCMs that are defined in ALSA's configuration under a plain name.
 *
 * `snd_device_name_hint` lists those of them that ask for it, or all, as the configuration of the distribution has it
 * (`defaults.namehint.showall`); and no aliases. What somebody wrote into `~/.asoundrc` he means to use.
 */

import { check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { PointerCell, readCString, takeCString } from '../native/memory.js';
import type { Address } from '../native/types.js';

/** A PCM of the configuration. */
export interface ConfiguredPcm {
  readonly name: string;
  /** The text of its hint, if it has one. */
  readonly description: string | null;
  /** Type of plug-in (`plug`, `dmix` …); null for an alias. */
  readonly type: string | null;
  /** The PCM an alias stands for. */
  readonly target: string | null;
}

// Of snd_config_type_t.
const STRING = 3;
const COMPOUND = 1024;
// More is no list but memory read wrongly.
const MAX_ENTRIES = 65_536;

/**
 * PCMs without parameters that are not hidden by their own hint. Stock names that are templates (`hw`, `surround51` …)
 * are left out, and so are aliases that lead to one or to nothing. `snd_config_update_ref`
 *
 * @throws AlsaError where the configuration cannot be read
 */
export function configuredPcms(): ConfiguredPcm[] {
  const top = new PointerCell();
  check('snd_config_update_ref', configApi.snd_config_update_ref(top.cell), {
    action: "cannot read ALSA's configuration",
  });
  const config = top.value!;
  try {
    const pcms = search(config, 'pcm');
    if (pcms === null) return [];
    const found = [...members(pcms)].flatMap((node) => readPcm(node) ?? []);
    const known = new Map(found.map((pcm) => [pcm.name, pcm]));
    return found.filter((pcm) => leadsSomewhere(pcm, known));
  } finally {
    configApi.snd_config_unref(config);
  }
}

/** Whether an alias ends at a PCM that is listed itself. */
function leadsSomewhere(pcm: ConfiguredPcm, known: ReadonlyMap<string, ConfiguredPcm>): boolean {
  const seen = new Set<string>();
  for (let current = pcm; current.target !== null; ) {
    const next = known.get(current.target);
    if (next === undefined || seen.has(current.name)) return false;
    seen.add(current.name);
    current = next;
  }
  return true;
}

function readPcm(node: Address): ConfiguredPcm | null {
  const name = idOf(node);
  if (name === null) return null;
  const target = stringOf(node);
  if (target !== null) return { name, description: null, type: null, target };
  if (configApi.snd_config_get_type(node) !== COMPOUND || search(node, '@args') !== null) return null;
  const type = stringAt(node, 'type');
  if (type === null || isHidden(node)) return null;
  return { name, description: stringAt(node, 'hint.description'), type, target: null };
}

/** `hint.show off`, or 0; what is a function of the configuration is libasound's business. */
function isHidden(node: Address): boolean {
  const show = search(node, 'hint.show');
  if (show === null) return false;
  const text = new PointerCell();
  return (
    configApi.snd_config_get_ascii(show, text.cell) === 0 &&
    /^(?:off|no|false|0)$/i.test(takeCString(text.value) ?? '')
  );
}

function* members(compound: Address): Generator<Address, void> {
  const end = configApi.snd_config_iterator_end(compound);
  let iterator = configApi.snd_config_iterator_first(compound);
  for (let count = 0; iterator !== null && iterator !== end && count < MAX_ENTRIES; count++) {
    const entry = configApi.snd_config_iterator_entry(iterator);
    if (entry !== null) yield entry;
    iterator = configApi.snd_config_iterator_next(iterator);
  }
}

const cell = new PointerCell();

function search(node: Address, key: string): Address | null {
  return configApi.snd_config_search(node, key, cell.cell) === 0 ? cell.value : null;
}

function stringAt(node: Address, key: string): string | null {
  const found = search(node, key);
  return found === null ? null : stringOf(found);
}

/** The configuration keeps the string. */
function stringOf(node: Address): string | null {
  if (configApi.snd_config_get_type(node) !== STRING) return null;
  if (configApi.snd_config_get_string(node, cell.cell) !== 0 || cell.value === null) return null;
  return readCString(cell.value);
}

function idOf(node: Address): string | null {
  if (configApi.snd_config_get_id(node, cell.cell) !== 0 || cell.value === null) return null;
  return readCString(cell.value);
}
