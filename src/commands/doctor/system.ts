/** Reads what the kernel and the system's files tell; a test passes a root folder of its own. */

import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { readProcText } from '../../alsa/proc.js';
import type { NodeReport, SystemReport, UserReport } from './report.js';

/** Who runs this process. */
export interface Identity {
  readonly uid: number;
  readonly gids: readonly number[];
}

export function processIdentity(): Identity {
  return { uid: process.getuid?.() ?? 0, gids: process.getgroups?.() ?? [] };
}

/** @param root in front of all paths */
export function readSystem(env: Readonly<Record<string, string | undefined>>, root = ''): SystemReport {
  const kernel = readProcText(`${root}/proc/sys/kernel/osrelease`)?.trim() || null;
  const version = readProcText(`${root}/proc/asound/version`);
  return {
    kernel,
    distribution: /^PRETTY_NAME="?(.*?)"?$/m.exec(readProcText(`${root}/etc/os-release`) ?? '')?.[1] ?? null,
    alsaDriver: version === null ? null : (/Version ([^\s]*[^\s.])/.exec(version)?.[1] ?? version.trim()),
    modules: [...(readProcText(`${root}/proc/modules`) ?? '').matchAll(/^(snd\w*) /gm)].map(
      ([, name]) => name!,
    ),
    container: containerOf(env, kernel, root),
  };
}

function containerOf(
  env: Readonly<Record<string, string | undefined>>,
  kernel: string | null,
  root: string,
): string | null {
  if (existsSync(`${root}/.flatpak-info`)) return 'flatpak';
  if (env.SNAP !== undefined && env.SNAP !== '') return 'snap';
  if (existsSync(`${root}/.dockerenv`)) return 'docker';
  if (existsSync(`${root}/run/.containerenv`)) return 'podman';
  const named =
    readProcText(`${root}/run/systemd/container`)?.trim() ||
    // Only root may read it.
    /(?:^|\0)container=([^\0]+)/.exec(readProcText(`${root}/proc/1/environ`) ?? '')?.[1];
  if (named) return named;
  return /microsoft/i.test(kernel ?? '') ? 'wsl' : null;
}

export function readUser({ uid, gids }: Identity, root = ''): UserReport {
  const groups = new Map<number, { name: string; members: string[] }>();
  for (const line of (readProcText(`${root}/etc/group`) ?? '').split('\n')) {
    const [name, , gid, members = ''] = line.split(':');
    if (name && gid) groups.set(Number(gid), { name, members: members.split(',') });
  }
  const passwd = readProcText(`${root}/etc/passwd`) ?? '';
  const name = new RegExp(`^([^:]*):[^:]*:${uid}:`, 'm').exec(passwd)?.[1] ?? null;
  const audio = [...groups].find(([, group]) => group.name === 'audio');
  return {
    uid,
    name,
    groups: gids.map((gid) => groups.get(gid)?.name ?? String(gid)),
    isInAudioGroup:
      audio !== undefined && (gids.includes(audio[0]) || (name !== null && audio[1].members.includes(name))),
  };
}

/** The files under /dev/snd; none where there is no such folder. */
export function readNodes(root = ''): NodeReport[] {
  const groups = new Map(
    (readProcText(`${root}/etc/group`) ?? '').split('\n').map((line) => {
      const [name = '', , gid] = line.split(':');
      return [Number(gid), name] as const;
    }),
  );
  return namesIn(`${root}/dev/snd`).flatMap((name) => {
    const file = `${root}/dev/snd/${name}`;
    try {
      const { gid, mode } = statSync(file);
      return [
        {
          path: `/dev/snd/${name}`,
          group: groups.get(gid) ?? String(gid),
          mode: (mode & 0o777).toString(8),
          accessible: mayUse(file),
        },
      ];
    } catch {
      return [];
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function mayUse(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A card as the kernel lists it, also where this user may not open it. */
export interface KernelCard {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly module: string | null;
  readonly playback: boolean;
}

/** The cards of /proc/asound/cards, with the modules of /proc/asound/modules. */
export function readKernelCards(root = ''): KernelCard[] {
  const modules = new Map(
    [...(readProcText(`${root}/proc/asound/modules`) ?? '').matchAll(/^ *(\d+) +(\S+)/gm)].map(
      ([, index, module]) => [Number(index), module!] as const,
    ),
  );
  const cards = readProcText(`${root}/proc/asound/cards`) ?? '';
  return [...cards.matchAll(/^ *(\d+) \[(.*?) *\]: .*? - (.*)$/gm)].map(([, number, id, name]) => {
    const index = Number(number);
    const playback = namesInFolder(`${root}/proc/asound/card${index}`).some((entry) =>
      /^pcm\d+p$/.test(entry),
    );
    return { index, id: id!, name: name!, module: modules.get(index) ?? null, playback };
  });
}

function namesInFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
