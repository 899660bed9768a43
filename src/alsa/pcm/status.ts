/** A snapshot of a running PCM (`snd_pcm_status_t`), with all its time stamps. */

import { requireOneOf } from '../arguments.js';
import { check } from '../error.js';
import { pcmApi } from '../native/api/pcm.js';
import { allocOpaque, TimespecCell, UintCell } from '../native/memory.js';
import type { Address } from '../native/types.js';
import { dumpToString } from '../output.js';
import {
  nameOf,
  type PcmAudioTimestampType,
  type PcmState,
  pcmAudioTimestampTypes,
  pcmStates,
} from './names.js';

/** How exact an audio time stamp is, and what it turned out to be. `snd_pcm_audio_tstamp_report_t` */
export interface AudioTimestampReport {
  readonly valid: boolean;
  readonly type: PcmAudioTimestampType | null;
  /** Accuracy in nanoseconds, or null where the driver does not tell. */
  readonly accuracyNs: number | null;
}

/** All counts are frames; all times are nanoseconds on the clock that the software parameters chose. */
export interface PcmStatus {
  readonly state: PcmState;
  /** Time the stream last started or stopped. */
  readonly triggerTimeNs: bigint;
  /** Time of this snapshot. */
  readonly timeNs: bigint;
  /** Time by the audio hardware. */
  readonly audioTimeNs: bigint;
  /** Time the driver read the hardware pointer. */
  readonly driverTimeNs: bigint;
  readonly audioTimestampReport: AudioTimestampReport;
  /** Frames until a frame written now is heard (or since a frame read now was captured). */
  readonly delayFrames: number;
  /** Frames that can be written (or read) now. */
  readonly availFrames: number;
  /** The largest `availFrames` since the last status. */
  readonly maxAvailFrames: number;
  /** Times the converter clipped, since the last status. */
  readonly overrangeCount: number;
  /** The whole as alsa-lib prints it. `snd_pcm_status_dump` */
  toString(): string;
}

export interface PcmStatusOptions {
  /** Which audio time stamp to take, and whether it should include the delay to the converter. */
  readonly audioTimestamp?: { readonly type: PcmAudioTimestampType; readonly reportDelay?: boolean };
}

const time = new TimespecCell();
const reportCell = new Uint32Array(2);
const configCell = new UintCell();
let sizeofStatus = 0;

function timeNs(read: (status: Uint8Array, cell: Uint8Array) => void, status: Uint8Array): bigint {
  read(status, time.cell);
  return time.nanoseconds;
}

/** `snd_pcm_audio_tstamp_report_t` is two words: bit 0 valid, bits 1–4 type, bit 5 accuracy known; then accuracy. */
function readReport(status: Uint8Array): AudioTimestampReport {
  pcmApi.snd_pcm_status_get_audio_htstamp_report(status, reportCell);
  const bits = reportCell[0]!;
  return {
    valid: (bits & 1) !== 0,
    type: nameOf(pcmAudioTimestampTypes, (bits >> 1) & 0xf),
    accuracyNs: (bits & 0x20) !== 0 ? reportCell[1]! : null,
  };
}

/** `snd_pcm_status` and all its getters. @throws AlsaError */
export function readPcmStatus(pcm: Address, options: PcmStatusOptions = {}): PcmStatus {
  sizeofStatus ||= Number(pcmApi.snd_pcm_status_sizeof());
  const status = allocOpaque(sizeofStatus);
  if (options.audioTimestamp !== undefined) {
    const type = requireOneOf('type', pcmAudioTimestampTypes, options.audioTimestamp.type);
    configCell.value = type | (options.audioTimestamp.reportDelay ? 0x10 : 0);
    pcmApi.snd_pcm_status_set_audio_htstamp_config(status, configCell.cell);
  }
  check('snd_pcm_status', pcmApi.snd_pcm_status(pcm, status));
  return {
    state: nameOf(pcmStates, pcmApi.snd_pcm_status_get_state(status)) ?? 'PRIVATE1',
    triggerTimeNs: timeNs(pcmApi.snd_pcm_status_get_trigger_htstamp, status),
    timeNs: timeNs(pcmApi.snd_pcm_status_get_htstamp, status),
    audioTimeNs: timeNs(pcmApi.snd_pcm_status_get_audio_htstamp, status),
    driverTimeNs: timeNs(pcmApi.snd_pcm_status_get_driver_htstamp, status),
    audioTimestampReport: readReport(status),
    delayFrames: Number(pcmApi.snd_pcm_status_get_delay(status)),
    availFrames: Number(pcmApi.snd_pcm_status_get_avail(status)),
    maxAvailFrames: Number(pcmApi.snd_pcm_status_get_avail_max(status)),
    overrangeCount: Number(pcmApi.snd_pcm_status_get_overrange(status)),
    toString: () =>
      dumpToString('snd_pcm_status_dump', (output) => pcmApi.snd_pcm_status_dump(status, output)),
  };
}
