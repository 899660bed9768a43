// One substream as the kernel sees it, out of /proc/asound/cardN/pcmNp/subN.
import { readFileSync, writeFileSync } from 'node:fs';
import { until } from './until.js';

export interface Substream {
  card: string | number;
  device?: number;
  subdevice?: number;
  direction: 'playback' | 'capture';
}

function substreamFolder({ card, device = 0, subdevice = 0, direction }: Substream): string {
  const cardFolder = typeof card === 'number' ? `card${card}` : card;
  return `/proc/asound/${cardFolder}/pcm${device}${direction === 'playback' ? 'p' : 'c'}/sub${subdevice}`;
}

/** `key: value` lines; a substream that nobody has open says just "closed". */
function readFields(
  substream: Substream,
  file: 'status' | 'hw_params' | 'sw_params' | 'info',
): Map<string, string> {
  const text = readFileSync(`${substreamFolder(substream)}/${file}`, 'utf8');
  return new Map([...text.matchAll(/^(\w+) *: *(.*)$/gm)].map(([, key, value]) => [key ?? '', value ?? '']));
}

export interface SubstreamStatus {
  /** RUNNING, XRUN, SUSPENDED …, or `closed` */
  state: string;
  ownerPid: number | undefined;
  fields: Map<string, string>;
}

export function readStatus(substream: Substream): SubstreamStatus {
  const fields = readFields(substream, 'status');
  const owner = fields.get('owner_pid');
  return {
    state: fields.get('state') ?? 'closed',
    ownerPid: owner === undefined ? undefined : Number(owner),
    fields,
  };
}

/** access, format, rate, period_size …; empty while it is closed. */
export function readHwParams(substream: Substream): Map<string, string> {
  return readFields(substream, 'hw_params');
}

export async function waitForState(substream: Substream, state: string): Promise<SubstreamStatus> {
  return until(`${substreamFolder(substream)} to be ${state}`, () => {
    const status = readStatus(substream);
    return status.state === state && status;
  });
}

/** Gives the running stream an xrun at this moment; needs the feature `xrun_injection`. */
export function injectXrun(substream: Substream): void {
  writeFileSync(`${substreamFolder(substream)}/xrun_injection`, '1');
}
