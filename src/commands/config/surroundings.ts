/** What the machine offers that a configuration text may refer to. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from '../../alsa/config/config.js';
import type { ConfigNode } from '../../alsa/config/config-node.js';
import type { Surroundings } from './find-mistakes.js';

/** Kinds of definitions that the stock configuration has none of. */
const OTHER_KINDS = [
  'pcm_slave',
  'ctl_slave',
  'pcm_type',
  'ctl_type',
  'rawmidi_type',
  'seq_type',
  'timer_type',
];

/** By the file of the distribution alone: the others are what may be wrong. @throws AlsatsError */
export function stockSurroundings(): Surroundings {
  using config = Config.loadFile(stockFile());
  const types = config.search('pcm_type')?.members() ?? [];
  const defined = new Set(types.map(({ id }) => id));
  return {
    topNames: [...OTHER_KINDS, ...[...config].map(({ id }) => id ?? '')],
    defaultNames: leavesOf(config.search('defaults')),
    hasPcmType: (type) => defined.has(type) || isPluginInstalled(type),
  };
}

/** Where everything starts. */
export function stockFile(): string {
  return join(Config.topDirectory(), 'alsa.conf');
}

function leavesOf(node: ConfigNode | null): string[] {
  const skip = node?.path.length ?? 0;
  const names: string[] = [];
  const walk = (at: ConfigNode): void => {
    if (at.type === 'compound') for (const member of at) walk(member);
    else names.push(at.path.slice(skip).join('.'));
  };
  if (node !== null) walk(node);
  return names;
}

// Where distributions put the plug-ins of alsa-plugins and others.
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ia32: 'i386-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
  loong64: 'loongarch64-linux-gnu',
};

/** Whether a plug-in of that type is installed beside those of alsa-lib itself. */
export function isPluginInstalled(type: string): boolean {
  // It becomes part of a path.
  if (!/^[\w-]+$/.test(type)) return false;
  const own = process.env.ALSA_PLUGIN_DIR;
  const folders = [
    ...(own === undefined ? [] : [own]),
    `/usr/lib/${ARCHITECTURES[process.arch] ?? ''}/alsa-lib`,
    '/usr/lib64/alsa-lib',
    '/usr/lib/alsa-lib',
    '/usr/local/lib/alsa-lib',
  ];
  return folders.some((folder) => existsSync(`${folder}/libasound_module_pcm_${type}.so`));
}
