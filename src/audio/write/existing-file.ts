/** Looks at a file that is there already: where its samples are, and the header in front of them. */

import fs from 'node:fs';
import { promisify } from 'node:util';
import { AlsatsError } from '../../error.js';
import type { RandomAccessSource } from '../../file/byte-source.js';
import { fromSystemError } from '../../file/system-error.js';
import { parseAiff } from '../file/aiff.js';
import { parseAu } from '../file/au.js';
import { ByteCursor } from '../file/byte-cursor.js';
import { containerHeadBytes, sniffContainer } from '../file/container-magic.js';
import { type DataRegion, frameBytesOf } from '../file/stream-layout.js';
import { parseWave } from '../file/wave.js';
import { parseWave64 } from '../file/wave64.js';
import { AiffHeader } from './aiff-header.js';
import { AuHeader } from './au-header.js';
import type { AudioHeader } from './audio-header.js';
import { WaveHeader } from './wave-header.js';
import { Wave64Header } from './wave64-header.js';

const fstat = promisify(fs.fstat);
const read = promisify(fs.read);

/** A header is kept in memory; none that is made of anything but pictures comes near this. */
const maxHeaderBytes = 2 ** 20;

export interface ExistingFile {
  readonly cursor: ByteCursor;
  readonly sizeBytes: number;
  readonly region: DataRegion;
  readonly frameBytes: number;
  readonly header: AudioHeader;
}

/**
 * Reads the header of the file behind a descriptor, which stays the caller's.
 *
 * @throws AlsatsError of kind `malformed` where it is no audio file, `unsupported` where it is one whose header is not
 * of a kind that is written
 */
export async function examineFile(fd: number): Promise<ExistingFile> {
  const source = await descriptorSource(fd);
  const cursor = new ByteCursor(source);
  const container = sniffContainer(await cursor.peek(containerHeadBytes));
  if (container === null) throw new AlsatsError('malformed', 'this is no audio file of a known kind');
  if (container === 'voc') throw new AlsatsError('unsupported', 'VOC files are not written, only read');
  const parsers = { wav: parseWave, w64: parseWave64, au: parseAu, aiff: parseAiff };
  const region = await parsers[container](cursor);
  if (region.startByte > maxHeaderBytes) {
    throw new AlsatsError('unsupported', `the header is larger than ${maxHeaderBytes} bytes`);
  }
  const bytes = new Uint8Array(region.startByte);
  await source.readAt(bytes, 0, bytes.length, 0);
  const frameBytes = frameBytesOf(region.samples);
  try {
    const header =
      container === 'au'
        ? new AuHeader(bytes)
        : new { wav: WaveHeader, w64: Wave64Header, aiff: AiffHeader }[container](bytes, frameBytes);
    return { cursor, sizeBytes: source.sizeBytes, region, frameBytes, header };
  } catch (error) {
    const text = `the header has a shape that is not written: ${error instanceof Error ? error.message : ''}`;
    throw new AlsatsError('unsupported', text, { cause: error });
  }
}

async function descriptorSource(fd: number): Promise<RandomAccessSource> {
  const stats = await fstat(fd);
  if (!stats.isFile()) throw new AlsatsError('unsupported', 'this is no regular file');
  return {
    access: 'random',
    sizeBytes: stats.size,
    readAt: async (target, offset, lengthBytes, byteOffset) => {
      try {
        return (await read(fd, target, offset, lengthBytes, byteOffset)).bytesRead;
      } catch (error) {
        throw fromSystemError(error);
      }
    },
    readAtSync: (target, offset, lengthBytes, byteOffset) => {
      try {
        return fs.readSync(fd, target, offset, lengthBytes, byteOffset);
      } catch (error) {
        throw fromSystemError(error);
      }
    },
    close: async () => {},
  };
}
