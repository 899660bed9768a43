/** Goes on behind the last frame of a file that is there already. */

import fs from 'node:fs';
import { promisify } from 'node:util';
import { AlsatsError } from '../../error.js';
import type { SampleLayout } from '../file/stream-layout.js';
import { type SampleFormat, sampleFormats } from '../sample-format.js';
import type { AudioSpec } from '../writer.js';
import { noHeader } from './audio-header.js';
import { DescriptorFile } from './descriptor-file.js';
import { type ExistingFile, examineFile } from './existing-file.js';
import type { WritableFileType } from './file-type.js';
import { type FileStart, FileWriter } from './file-writer.js';
import { FrameEncoder } from './frame-encoder.js';
import { waveChannels } from './wave-format-chunk.js';
import { codeOf, openFailure } from './write-failure.js';

const open = promisify(fs.open);
const close = promisify(fs.close);
const fstat = promisify(fs.fstat);

const containersOfType: Readonly<Record<WritableFileType, readonly string[]>> = {
  wav: ['wave', 'rf64', 'bw64'],
  rf64: ['rf64', 'bw64'],
  w64: ['w64'],
  au: ['au'],
  aiff: ['aiff', 'aifc'],
  raw: [],
};

/**
 * A writer that continues a file; null where there is none, or an empty one. Nothing is written before its first frame.
 *
 * @param samples how a new file of the type would store the frames
 * @throws AlsatsError where the file is another kind of audio, or not in order
 */
export async function openForAppending(
  path: string,
  spec: AudioSpec,
  samples: SampleLayout,
  { type, sync = true }: { readonly type: WritableFileType; readonly sync?: boolean | undefined },
): Promise<FileWriter | null> {
  const fd = await openExisting(path);
  if (fd === null) return null;
  let continued: Continued | null;
  try {
    continued = await continuationOf(fd, spec, samples, type);
  } catch (error) {
    await close(fd);
    throw openFailure(error);
  }
  if (continued !== null) {
    return new FileWriter({ ...continued, spec, file: new DescriptorFile(fd, 0, true), isNew: false, sync });
  }
  await close(fd);
  return null;
}

/** Throws what {@link openForAppending} would. */
export async function checkAppending(
  path: string,
  spec: AudioSpec,
  samples: SampleLayout,
  type: WritableFileType,
): Promise<void> {
  const fd = await openExisting(path);
  if (fd === null) return;
  try {
    await continuationOf(fd, spec, samples, type);
  } catch (error) {
    throw openFailure(error);
  } finally {
    await close(fd);
  }
}

async function openExisting(path: string): Promise<number | null> {
  try {
    return await open(path, fs.constants.O_RDWR | fs.constants.O_NOCTTY);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw openFailure(error);
  }
}

type Continued = Pick<FileStart, 'storedFormat' | 'header' | 'encoder' | 'dataBytes'>;

/** Null for a file that is empty. */
async function continuationOf(
  fd: number,
  spec: AudioSpec,
  samples: SampleLayout,
  type: WritableFileType,
): Promise<Continued | null> {
  const { size } = await fstat(fd);
  if (size === 0) return null;
  if (type === 'raw') return continueRaw(size, spec);
  return continueFile(await examineFile(fd), spec, samples, type);
}

function continueRaw(sizeBytes: number, { format, channels }: AudioSpec): Continued {
  const encoder = new FrameEncoder(format, format, channels, null);
  if (sizeBytes % encoder.frameBytes !== 0) throw cannotAppend('it ends within a frame');
  return { storedFormat: format, header: noHeader, encoder, dataBytes: sizeBytes };
}

function continueFile(
  existing: ExistingFile,
  spec: AudioSpec,
  wanted: SampleLayout,
  type: WritableFileType,
): Continued {
  const { container, samples } = existing.region;
  if (!containersOfType[type].includes(container)) throw cannotAppend(`it is a file of type ${container}`);
  checkSameFrames(samples, wanted);
  const dataBytes = intactDataBytes(existing);
  // In a file that names no positions the channels lie as they came.
  const order = samples.channelMap === null ? null : waveChannels(spec.channelMap).order;
  const encoder = new FrameEncoder(spec.format, samples.format, spec.channels, order);
  return { storedFormat: samples.format, header: existing.header, encoder, dataBytes };
}

function checkSameFrames(has: SampleLayout, wanted: SampleLayout): void {
  const differs = (what: string, there: unknown, here: unknown) => {
    throw cannotAppend(`it has ${what} of ${String(there)}, the new frames ${String(here)}`);
  };
  if (has.channels !== wanted.channels) differs('a channel count', has.channels, wanted.channels);
  if (has.framesPerSecond !== wanted.framesPerSecond) {
    differs('a rate', has.framesPerSecond, wanted.framesPerSecond);
  }
  if (!isSameStorage(has.format, wanted.format)) differs('a format', has.format, wanted.format);
  if (has.validBits !== wanted.validBits) {
    differs('a number of valid bits', has.validBits ?? 'all', wanted.validBits ?? 'all');
  }
  const { channelMap } = wanted;
  if (has.channelMap === null || channelMap === null) return;
  if (waveChannels(has.channelMap).mask !== waveChannels(channelMap).mask) {
    differs('a channel map', has.channelMap, channelMap);
  }
}

/** Whether two formats are the same but for the byte order and the sign convention, which the encoder sees to. */
function isSameStorage(one: SampleFormat, other: SampleFormat): boolean {
  const [a, b] = [sampleFormats[one], sampleFormats[other]];
  const kind = (encoding: string) => encoding.replace('unsigned', 'signed');
  return kind(a.encoding) === kind(b.encoding) && a.physicalBits === b.physicalBits;
}

/**
 * Bytes of samples in a file whose header is right and behind whose samples there is nothing.
 * @throws AlsatsError of kind `unsupported`
 */
function intactDataBytes({ region, header, frameBytes, sizeBytes }: ExistingFile): number {
  const dataBytes = region.lengthBytes ?? sizeBytes - region.startByte;
  const behind = sizeBytes - region.startByte - dataBytes;
  const before = header.sizes();
  if (dataBytes % frameBytes === 0 && dataBytes <= header.maxDataBytes) {
    header.setSizes(dataBytes, behind);
    const isRight = [...header.sizes()].every(([name, value]) => before.get(name) === value);
    if (isRight && (behind === 0 || behind === header.padBytes(dataBytes))) return dataBytes;
    if (isRight) throw cannotAppend(`there are ${behind} bytes behind its last frame, which would be lost`);
  }
  throw cannotAppend('its header does not tell what it holds', 'repair it first: alsats record --repair');
}

function cannotAppend(why: string, hint?: string): AlsatsError {
  return new AlsatsError('unsupported', `nothing can be appended to this file: ${why}`, { hint });
}
