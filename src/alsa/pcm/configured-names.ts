/**
 * PCMs that are defined in ALSA's configuration under a plain name.
 *
 * `snd_device_name_hint` lists those of them that ask for it, or all, as the configuration of the distribution has it
 * (`defaults.namehint.showall`); and no aliases. What somebody wrote into `~/.asoundrc` he means to use.
 */

import { idOf, leafOf, members, search, stringOf, typeOf } from '../config/raw-node.js';
import { check } from '../error.js';
import { configApi } from '../native/api/config.js';
import { PointerCell } from '../native/memory.js';
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
  if (typeOf(node) !== 'compound' || search(node, '@args') !== null) return null;
  const type = stringAt(node, 'type');
  if (type === null || isHidden(node)) return null;
  return { name, description: stringAt(node, 'hint.description'), type, target: null };
}

/** `hint.show off`, or 0; what is a function of the configuration is libasound's business. */
function isHidden(node: Address): boolean {
  const show = search(node, 'hint.show');
  if (show === null) return false;
  return ['off', 'no', 'false', '0'].includes(String(leafOf(show)).toLowerCase());
}

function stringAt(node: Address, key: string): string | null {
  const found = search(node, key);
  return found === null ? null : stringOf(found);
}
