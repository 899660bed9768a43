/**
 * `alsats/raw`: all 1511 functions of alsa-lib 1.2.16.1 as they are, and what is needed to call them.
 *
 * **This layer is as unsafe as C.** A wrong pointer, a handle used after its close, a buffer that is too short: each ends
 * the process or corrupts its memory, and no exception tells. The classes of `alsats` check all that; come here for
 * what they do not cover.
 *
 * ```ts
 * import { alsa, PointerCell, takeLibraryMessages } from 'alsats/raw';
 *
 * const pcm = new PointerCell();
 * const result = alsa.snd_pcm_open(pcm.cell, 'default', 0, 0);
 * if (result < 0) throw new Error(`${alsa.snd_strerror(result)}: ${takeLibraryMessages().at(-1)?.text}`);
 * const frames = alsa.snd_pcm_writei(pcm.value, samples, samples.length / 2);
 * alsa.snd_pcm_close(pcm.value);
 * ```
 *
 * How C types come across:
 *
 * | C | in | out |
 * |---|---|---|
 * | `int`, `unsigned`, `short`, `char`, enums, `double` | number | number |
 * | `long`, `size_t`, `snd_pcm_(u\|s)frames_t`, 64-bit integers | number or bigint | number; bigint beyond 2^53 |
 * | `const char *` | string, null, or a pointer to bytes that end in NUL | string or null |
 * | any other pointer, function pointers, `FILE *`, `va_list` | bigint address, Buffer, typed array, null | bigint or null |
 * | pointers to fill in | the `.cell` of an {@link IntCell}, {@link PointerCell} … | its `.value` |
 * | opaque objects | {@link allocOpaque} of their `_sizeof()`, or `_malloc` and `_free` | |
 * | `...` | a type before each value: `'int', 5, 'str', 'x'` | |
 * | structs by value (`snd_timer_status_get_timestamp`, `snd_pcm_info_get_sync`) | | an object |
 *
 * - A function is bound when its property is first read. That throws an AlsatsError of kind `unsupported` where libasound
 *   is missing or too old for it ("snd_ump_open needs alsa-lib 1.2.10 or newer; this is 1.2.8").
 * - A JavaScript number is never an address: koffi would take any number for one.
 * - C does not keep JavaScript memory alive. Hold a reference as long as C may use it; this includes `.async` calls.
 * - A `char *` result is an address, because it has to be freed: {@link takeCString}. So are pointers into C's memory:
 *   {@link copyBytes}, {@link readCString}, {@link withMemory}.
 * - Function pointers are made by `koffi().register`. A callback must not throw (C would read it as 0), must not be
 *   unregistered while C holds it, and blocks C until it returns.
 * - libasound prints nothing: its messages are in {@link takeLibraryMessages}.
 *
 * @module alsats/raw
 */
import { configApi } from './api/config.js';
import { controlApi } from './api/control.js';
import { coreApi } from './api/core.js';
import { hwdepApi } from './api/hwdep.js';
import { mixerApi } from './api/mixer.js';
import { pcmApi } from './api/pcm.js';
import { pcmPluginApi } from './api/pcm-plugin.js';
import { rawmidiApi } from './api/rawmidi.js';
import { seqApi } from './api/seq.js';
import { timerApi } from './api/timer.js';
import { topologyApi } from './api/topology.js';
import { umpApi } from './api/ump.js';
import { useCaseApi } from './api/use-case.js';
import { type ConfigApi, configPrototypes } from './generated/config.js';
import { type ControlApi, controlPrototypes } from './generated/control.js';
import { type CoreApi, corePrototypes } from './generated/core.js';
import { type HwdepApi, hwdepPrototypes } from './generated/hwdep.js';
import { type MixerApi, mixerPrototypes } from './generated/mixer.js';
import { type PcmApi, pcmPrototypes } from './generated/pcm.js';
import { type PcmPluginApi, pcmPluginPrototypes } from './generated/pcm-plugin.js';
import { type RawmidiApi, rawmidiPrototypes } from './generated/rawmidi.js';
import { type SeqApi, seqPrototypes } from './generated/seq.js';
import { type TimerApi, timerPrototypes } from './generated/timer.js';
import { type TopologyApi, topologyPrototypes } from './generated/topology.js';
import { type UmpApi, umpPrototypes } from './generated/ump.js';
import { type UseCaseApi, useCasePrototypes } from './generated/use-case.js';
import { soundLibrary, topologyLibrary } from './library.js';
import { listPrototypes } from './prototype.js';

export { errnoName, errnoNumber, errnoText } from './errno.js';
export {
  type Koffi,
  type KoffiLibrary,
  type KoffiPollHandle,
  type KoffiPollOptions,
  type KoffiType,
  type KoffiTypeSpec,
  koffi,
} from './koffi.js';
export { lastErrno } from './libc.js';
export { isAtLeast, libraryVersion } from './library.js';
export * from './memory.js';
export { type LibraryMessage, type LibraryMessageLevel, takeLibraryMessages } from './messages.js';
export type * from './types.js';

/** Every public function of alsa-lib. */
export interface AlsaApi
  extends CoreApi,
    ConfigApi,
    PcmApi,
    PcmPluginApi,
    ControlApi,
    MixerApi,
    RawmidiApi,
    SeqApi,
    TimerApi,
    HwdepApi,
    UmpApi,
    UseCaseApi,
    TopologyApi {}

export type AlsaFunctionName = keyof AlsaApi;

/** The part of alsa-lib a function belongs to. */
export type AlsaArea =
  | 'core'
  | 'config'
  | 'pcm'
  | 'pcm-plugin'
  | 'control'
  | 'mixer'
  | 'rawmidi'
  | 'seq'
  | 'timer'
  | 'hwdep'
  | 'ump'
  | 'use-case'
  | 'topology';

/** What is known of a function without loading any library. */
export interface AlsaFunctionInfo {
  readonly name: AlsaFunctionName;
  readonly area: AlsaArea;
  /** The library that has it. */
  readonly library: 'libasound' | 'libatopology';
  /** The first version of alsa-lib that has it; null for those older than 1.0.4. */
  readonly since: string | null;
}

const areas: Readonly<Record<AlsaArea, readonly [api: object, prototypes: string]>> = {
  core: [coreApi, corePrototypes],
  config: [configApi, configPrototypes],
  pcm: [pcmApi, pcmPrototypes],
  'pcm-plugin': [pcmPluginApi, pcmPluginPrototypes],
  control: [controlApi, controlPrototypes],
  mixer: [mixerApi, mixerPrototypes],
  rawmidi: [rawmidiApi, rawmidiPrototypes],
  seq: [seqApi, seqPrototypes],
  timer: [timerApi, timerPrototypes],
  hwdep: [hwdepApi, hwdepPrototypes],
  ump: [umpApi, umpPrototypes],
  'use-case': [useCaseApi, useCasePrototypes],
  topology: [topologyApi, topologyPrototypes],
};

const infos = new Map<string, AlsaFunctionInfo>();

/** All functions by their C names; each is bound when it is first read. */
export const alsa: AlsaApi = collect();

function collect(): AlsaApi {
  const all = {};
  for (const [area, [api, prototypes]] of Object.entries(areas) as [AlsaArea, [AlsaApi, string]][]) {
    const library = area === 'topology' ? 'libatopology' : 'libasound';
    for (const prototype of listPrototypes(prototypes)) {
      const name = prototype.name as AlsaFunctionName;
      infos.set(name, { name, area, library, since: prototype.since ?? null });
      Object.defineProperty(all, name, { enumerable: true, configurable: true, get: () => api[name] });
    }
  }
  return all as AlsaApi;
}

/** What is known of a function, or undefined where alsa-lib has none of that name. */
export function functionInfo(name: string): AlsaFunctionInfo | undefined {
  return infos.get(name);
}

/** Whether the installed libraries have a function. False for an unknown name and where there is no library. */
export function isAvailable(name: string): boolean {
  const info = infos.get(name);
  if (info === undefined) return false;
  try {
    const library = info.library === 'libasound' ? soundLibrary() : topologyLibrary();
    library.handle.symbol(name);
    return true;
  } catch {
    return false;
  }
}
