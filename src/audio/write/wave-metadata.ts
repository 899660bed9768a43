/**
 * The chunks of the WAVE family that tell about a recording: `bext` (EBU Tech 3285, version 1: the fields of version 2
 * are loudness values, which nobody has measured here) and `LIST` of type `INFO` ("Multimedia Programming Interface and
 * Data Specifications 1.0", IBM and Microsoft, 1991).
 */

import { HeaderBuilder } from './header-builder.js';
import type { BroadcastExtension, FileInfo } from './metadata.js';
import { asciiField, boundedUtf8, dateText, timeText } from './text-fields.js';

/** Of one entry: a header stays so small that it is written in one piece. */
export const infoLimitBytes = 500;

/** The body of a `bext` chunk. */
export function bextBody(bext: BroadcastExtension, framesPerSecond: number): Uint8Array {
  const { startedAt } = bext;
  const reference = bext.timeReferenceFrames ?? framesSinceMidnight(startedAt, framesPerSecond);
  const isDated = startedAt !== undefined && !Number.isNaN(startedAt.getTime());
  const versionOne = 1;
  const umidBytes = 64;
  const reservedBytes = 190;
  return new HeaderBuilder('little')
    .bytes(asciiField(bext.description ?? '', 256))
    .bytes(asciiField(bext.originator ?? '', 32))
    .bytes(asciiField(bext.originatorReference ?? '', 32))
    .bytes(asciiField(isDated ? dateText(startedAt) : '', 10))
    .bytes(asciiField(isDated ? timeText(startedAt) : '', 8))
    .u64(Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, Math.round(reference) || 0)))
    .u16(versionOne)
    .zeros(umidBytes + reservedBytes)
    .finish();
}

function framesSinceMidnight(startedAt: Date | undefined, framesPerSecond: number): number {
  if (startedAt === undefined) return 0;
  const clockSeconds = startedAt.getHours() * 3600 + startedAt.getMinutes() * 60 + startedAt.getSeconds();
  return (clockSeconds + startedAt.getMilliseconds() / 1000) * framesPerSecond;
}

/** The body of a `LIST` chunk of type `INFO`; null where there is nothing to say. */
export function infoListBody(info: FileInfo): Uint8Array | null {
  const entries = [
    ['INAM', info.title],
    ['IART', info.artist],
    ['ICMT', info.comment],
    ['ICRD', info.date === undefined || Number.isNaN(info.date.getTime()) ? undefined : dateText(info.date)],
    ['ISFT', info.software],
    ['ISRC', info.device],
  ] as const;
  const list = new HeaderBuilder('little').latin1('INFO');
  for (const [id, text] of entries) {
    if (text === undefined || text === '') continue;
    // The zero at the end belongs to the text and is counted.
    list.chunk(id, new HeaderBuilder('little').bytes(boundedUtf8(text, infoLimitBytes)).zeros(1).finish());
  }
  return list.length === 4 ? null : list.finish();
}
