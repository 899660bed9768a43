/** What stands in front of the samples of a file, and how its sizes follow what is written. */

import type { SampleLayout } from '../file/stream-layout.js';
import type { BroadcastExtension, FileInfo } from './metadata.js';

/** One header, in memory. Its length never changes, so it can be written in place over and over. */
export interface AudioHeader {
  /** The whole header; the first sample lies right behind it. {@link setSizes} changes it. */
  readonly bytes: Uint8Array;
  /** The most bytes of samples it can stand in front of; Infinity where there is no limit. */
  readonly maxDataBytes: number;
  /** Padding the container wants behind that many bytes of samples. */
  padBytes(dataBytes: number): number;
  /**
   * Makes all sizes right for `dataBytes` bytes of samples, at most {@link maxDataBytes}, with `trailerBytes` behind
   * them (the padding, by default). Null leaves them open, in the way that other programs take from a pipe.
   */
  setSizes(dataBytes: number | null, trailerBytes?: number): void;
  /** Bytes of samples it speaks of at the moment; null where it leaves that open, by a 0 or a placeholder. */
  claimedDataBytes(): number | null;
  /** Every size it has at the moment, by a name for people. */
  sizes(): ReadonlyMap<string, number>;
}

/** What a new header is made from. */
export interface HeaderContent {
  /** As the samples are stored. */
  readonly samples: SampleLayout;
  readonly bext: BroadcastExtension | undefined;
  readonly info: FileInfo | undefined;
}

/** Raw samples have no header at all. */
export const noHeader: AudioHeader = {
  bytes: new Uint8Array(0),
  maxDataBytes: Number.POSITIVE_INFINITY,
  padBytes: () => 0,
  setSizes: () => {},
  claimedDataBytes: () => null,
  sizes: () => new Map(),
};

/** Where 32-bit sizes end. Below all ones, since values near them are taken as "not known" by streaming readers. */
export const maxShortSizeBytes = 0xffff_0000;
