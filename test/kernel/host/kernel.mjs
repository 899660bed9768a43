// Which kernel the guest boots: Debian's stock one out of its package, or a file with all built in.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { aptCache, MissingTool, toolPath, unpackPackages, updatePackageLists } from './packages.mjs';

/**
 * @typedef {object} Kernel
 * @property {'modular' | 'builtin'} kind
 * @property {string} name for people
 * @property {string} image path of the bzImage
 * @property {string | undefined} moduleRoot folder that has lib/modules
 * @property {string} release as uname -r says it; empty for a file
 * @property {string[]} bootParameters
 */

/** The built-in kernel has no modprobe to give the cards their places. */
const cardParameters = [
  'snd_aloop.index=0',
  'snd_aloop.pcm_substreams=4',
  'snd_dummy.index=1',
  'snd_dummy.pcm_devs=2',
  'snd_virmidi.index=2',
  'snd_virmidi.midi_devs=4',
  'snd_hda_intel.index=3',
  'snd_hda_intel.single_cmd=1',
  'snd_pcmtest.index=5',
  'snd_seq_dummy.ports=2',
];

/** Debian's and Ubuntu's names for "the current kernel". */
const metaPackages = ['linux-image-amd64', 'linux-image-generic'];

/** The packages with image and modules that the metapackage stands for today; empty without apt's lists. */
function stockKernelPackages() {
  for (const meta of metaPackages) {
    const depends = aptCache(['depends', '--important', '--recurse', '--no-recommends', meta]);
    const names = [...depends.matchAll(/^(linux-(?:image|modules|modules-extra)-\d\S*)$/gm)].map(
      ([, name]) => name,
    );
    if (names.length > 0) return [...new Set(names)].map(String);
  }
  return [];
}

/** @param {string} root an unpacked kernel package */
function readRelease(root) {
  const folder = join(root, 'lib/modules');
  const [release] = existsSync(folder) ? readdirSync(folder) : [];
  if (!release) throw new Error(`${root} holds no kernel modules`);
  return release;
}

/** @param {string} root */
function modularKernel(root) {
  const release = readRelease(root);
  /** @type {Kernel} */
  const kernel = {
    kind: 'modular',
    name: `Debian ${release}`,
    image: join(root, 'boot', `vmlinuz-${release}`),
    moduleRoot: root,
    release,
    bootParameters: [],
  };
  return kernel;
}

/**
 * Debian's kernel, from the cache when it is there.
 * @param {string} cacheFolder
 */
function fetchStockKernel(cacheFolder) {
  const cached = () =>
    (existsSync(cacheFolder) ? readdirSync(cacheFolder) : []).filter((name) =>
      /^linux-image-.*(?<!\.new)$/.test(name),
    );
  let packages = stockKernelPackages();
  const [anyCached] = cached();
  if (packages.length === 0 && !anyCached) {
    updatePackageLists();
    packages = stockKernelPackages();
  }
  const wanted = packages.find((name) => name.startsWith('linux-image-')) ?? anyCached;
  if (!wanted) throw new MissingTool(`no package of ${metaPackages.join(' or ')} in apt's lists`);
  const root = join(cacheFolder, wanted);
  if (existsSync(root)) return modularKernel(root);

  const fresh = `${root}.new`;
  try {
    unpackPackages(packages, fresh);
  } catch (error) {
    // Old lists name a package that the archive has replaced since.
    updatePackageLists();
    packages = stockKernelPackages();
    const current = packages.find((name) => name.startsWith('linux-image-'));
    if (!current) throw error;
    if (current !== wanted) return fetchStockKernel(cacheFolder);
    unpackPackages(packages, fresh);
  }
  if (!existsSync(join(fresh, 'lib'))) symlinkSync('usr/lib', join(fresh, 'lib'));
  execFileSync('depmod', ['-b', fresh, readRelease(fresh)], { env: { ...process.env, PATH: toolPath } });
  for (const old of cached()) rmSync(join(cacheFolder, old), { recursive: true, force: true });
  renameSync(fresh, root);
  return modularKernel(root);
}

/** @param {string} image */
function builtinKernel(image) {
  if (!existsSync(image)) {
    throw new Error(
      `no kernel at ${image}; scripts/build-kernel.sh builds one, ALSATS_RIG_KERNEL names another`,
    );
  }
  // The setup header of a bzImage has "HdrS" at 0x202 and, at 0x20e, the offset of its version text.
  const header = readFileSync(image);
  if (header.toString('latin1', 0x202, 0x206) !== 'HdrS') throw new Error(`${image} is no bzImage`);
  const versionOffset = header.readUInt16LE(0x20e) + 0x200;
  const release = header.toString('latin1', versionOffset, versionOffset + 64).split(/[ \0]/, 1)[0] ?? '';
  /** @type {Kernel} */
  const kernel = {
    kind: 'builtin',
    name: `built-in ${release}`,
    image,
    moduleRoot: undefined,
    release,
    bootParameters: cardParameters,
  };
  return kernel;
}

/**
 * @param {string | undefined} choice debian, builtin, or the path of a bzImage
 * @param {string} cacheFolder
 * @param {string} root another system's files, which may have a kernel of their own
 */
export function chooseKernel(choice, cacheFolder, root) {
  const fromEnvironment = process.env.ALSATS_RIG_KERNEL;
  const wanted = choice ?? (fromEnvironment || 'debian');
  if (wanted === 'debian' && root !== '' && existsSync(join(root, 'lib/modules'))) return modularKernel(root);
  if (wanted === 'debian') return fetchStockKernel(cacheFolder);
  if (wanted === 'builtin') return builtinKernel(resolve(fromEnvironment || join(cacheFolder, 'bzImage')));
  return builtinKernel(resolve(wanted));
}
