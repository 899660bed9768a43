/** What the doctor looks at, as plain data: all that findings are made from, and what `--json` prints. */

import type { PcmLink } from '../config/pcm-chain.js';

export interface LibraryReport {
  /** Null where there is none. */
  readonly version: string | null;
  /** The file it was loaded from; null where that is not known. */
  readonly path: string | null;
  /** Why it cannot be used. */
  readonly error: string | null;
  /** What to install. */
  readonly hint: string | null;
}

export interface SystemReport {
  /** `6.1.0-18-amd64` */
  readonly kernel: string | null;
  /** `Debian GNU/Linux 12 (bookworm)` */
  readonly distribution: string | null;
  /** The version the kernel's sound driver tells of itself; null where the kernel has none. */
  readonly alsaDriver: string | null;
  /** Kernel modules of sound that are loaded; drivers that are built in are not among them. */
  readonly modules: readonly string[];
  /** What this program runs in: `docker`, `podman`, `wsl` …; null where nothing tells of one. */
  readonly container: string | null;
}

export interface UserReport {
  readonly uid: number;
  readonly name: string | null;
  /** Groups this process has. */
  readonly groups: readonly string[];
  /** Whether the account is in group audio, also where this session began before it was. */
  readonly isInAudioGroup: boolean;
}

/** A file under /dev/snd. */
export interface NodeReport {
  readonly path: string;
  readonly group: string | null;
  /** In octal: `660`. */
  readonly mode: string;
  /** Whether this user may read and write it. */
  readonly accessible: boolean;
}

/** A process that has a part of a card open. */
export interface HolderReport {
  readonly kind: 'pcm' | 'rawmidi';
  readonly device: number;
  readonly subdevice: number;
  readonly direction: 'playback' | 'capture';
  readonly pid: number;
  readonly program: string | null;
}

/** A playback level that lets nothing through. */
export interface QuietLevel {
  readonly name: string;
  readonly index: number;
  readonly muted: boolean;
  /** At the lowest step, or at silence. */
  readonly zero: boolean;
}

export interface CardReport {
  /** Null for the card that lives in the process. */
  readonly index: number | null;
  readonly id: string;
  readonly name: string;
  /** The kernel's module. */
  readonly module: string | null;
  /** Whether it has any PCM to play on. */
  readonly playback: boolean;
  readonly holders: readonly HolderReport[];
  /** How many elements have a playback level or switch; null where its mixer could not be opened. */
  readonly levelsCount: number | null;
  readonly quiet: readonly QuietLevel[];
}

/** A sound server that programs reach by a socket. */
export interface ServerReport {
  readonly name: 'pipewire' | 'pulseaudio';
  readonly socket: string;
  /** Somebody answers there. */
  readonly running: boolean;
}

/** Where the PCM `default` leads. */
export interface DefaultReport {
  readonly pcm: PcmLink | null;
  /** Why it cannot be followed. */
  readonly error: string | null;
  /** Types of plug-ins on the way whose file is not installed. */
  readonly missingPlugins: readonly string[];
}

export interface DoctorReport {
  readonly library: LibraryReport;
  readonly system: SystemReport;
  readonly user: UserReport;
  readonly nodes: readonly NodeReport[];
  readonly sequencer: boolean;
  readonly cards: readonly CardReport[];
  readonly servers: readonly ServerReport[];
  readonly default: DefaultReport;
}
