/**
 * Completes audio files whose header was never brought up to date: of a recorder that was killed, of a stream that was
 * put into a file (sizes of 0 or placeholders), of a copy that was cut off.
 */

import fs from 'node:fs';
import { promisify } from 'node:util';
import { AlsatsError } from '../../error.js';
import { fromSystemError } from '../../file/system-error.js';
import type { ContainerKind } from '../reader.js';
import type { SampleFormat } from '../sample-format.js';
import { DescriptorFile } from '../write/descriptor-file.js';
import { type ExistingFile, examineFile } from '../write/existing-file.js';
import { openFailure, writeFailure } from '../write/write-failure.js';
import { findExtent } from './extent.js';

const open = promisify(fs.open);
const close = promisify(fs.close);

export interface RepairReport {
  readonly container: ContainerKind;
  readonly format: SampleFormat;
  readonly channels: number;
  readonly framesPerSecond: number;
  /** Frames the file has now, by its header. */
  readonly frames: number;
  /** Frames the header spoke of before; null where it left that open. */
  readonly framesBefore: number | null;
  /** What was changed, each in a sentence; empty for a file that was intact. */
  readonly changes: readonly string[];
  /** What is odd and was left alone, each in a sentence. */
  readonly remarks: readonly string[];
}

/**
 * Makes the header of a WAVE, RF64, Wave64, AU or AIFF file say what the file holds, in place. Only sizes in the header
 * and padding behind the samples are written; no sample is.
 *
 * @throws AlsatsError of kind `malformed` or `unsupported` where the header does not tell what the samples are, or has
 * no room for the truth; then nothing was written. `not-found`, `permission`, `failed`; `write-failed`
 */
export async function repairAudioFile(path: string): Promise<RepairReport> {
  let fd: number;
  try {
    fd = await open(path, fs.constants.O_RDWR | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY);
  } catch (error) {
    throw openFailureOfExisting(error);
  }
  try {
    return await repair(fd, await examineFile(fd));
  } finally {
    await close(fd);
  }
}

async function repair(fd: number, existing: ExistingFile): Promise<RepairReport> {
  const { region, header, frameBytes } = existing;
  const claimedBytes = header.claimedDataBytes();
  const before = header.sizes();
  const bytesBefore = header.bytes.slice();
  const { dataBytes, trailerBytes, padsFile, remarks } = await findExtent(existing);
  if (dataBytes > header.maxDataBytes) {
    throw new AlsatsError('unsupported', 'the samples are more than this header has room to tell', {
      hint: 'convert them, as raw samples, to RF64 or Wave64',
    });
  }
  header.setSizes(dataBytes, trailerBytes);
  const changes = differences(before, header.sizes());
  const file = new DescriptorFile(fd, 0, true);
  try {
    if (padsFile) {
      await writeAll(file, new Uint8Array(trailerBytes), region.startByte + dataBytes);
      changes.push('padding was added behind the samples');
    }
    if (Buffer.compare(bytesBefore, header.bytes) !== 0) await writeAll(file, header.bytes, 0);
    if (changes.length > 0) await file.sync();
  } catch (error) {
    throw writeFailure(error, 0);
  }
  const { format, channels, framesPerSecond } = region.samples;
  return {
    container: containerOf(header.bytes, region.container),
    format,
    channels,
    framesPerSecond,
    frames: Math.floor(dataBytes / frameBytes),
    framesBefore: claimedBytes === null ? null : Math.floor(claimedBytes / frameBytes),
    changes,
    remarks,
  };
}

/** A WAVE file may have become RF64. */
function containerOf(header: Uint8Array, container: ContainerKind): ContainerKind {
  return container === 'wave' && Buffer.from(header.subarray(0, 4)).toString('latin1') === 'RF64'
    ? 'rf64'
    : container;
}

function differences(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...after].flatMap(([name, value]) => {
    const had = before.get(name);
    if (had === value) return [];
    return [had === undefined ? `${name} is now ${value}` : `${name} was ${had} and is now ${value}`];
  });
}

async function writeAll(file: DescriptorFile, bytes: Uint8Array, positionByte: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += await file.writeAt(bytes, done, bytes.length - done, positionByte + done);
  }
}

/** Here the file itself is missing, and not the folder to make it in. */
function openFailureOfExisting(error: unknown): AlsatsError {
  const ours = fromSystemError(error);
  return ours.kind === 'failed' ? openFailure(error) : ours;
}
