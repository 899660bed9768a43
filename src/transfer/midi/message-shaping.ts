/** What `--transpose`, `--mute` and `--solo` make of a message. */

export interface ShapingOptions {
  /** Semitones up, or down if negative; the drums of channel 10 stay. */
  readonly transpose?: number | undefined;
  /** Channels (0 to 15) whose notes are left out. */
  readonly mute?: ReadonlySet<number> | undefined;
  /** Channels whose notes alone are played; all where there are none. */
  readonly solo?: ReadonlySet<number> | undefined;
}

const DRUM_CHANNEL = 9;

/** The message to send for one of the file; null for none. */
export type MessageShaping = (word: number) => number | null;

export function createShaping({ transpose = 0, mute, solo }: ShapingOptions): MessageShaping {
  const isSilent = (channel: number) =>
    mute?.has(channel) === true || (solo !== undefined && solo.size > 0 && !solo.has(channel));
  const silent = Array.from({ length: 16 }, (_, channel) => isSilent(channel));
  return (word) => {
    // Notes and their pressure; all else is the channel's, and kept for when it is heard again.
    if ((word & 0xf0) > 0xa0) return word;
    const channel = word & 0x0f;
    if (silent[channel] === true) return null;
    if (transpose === 0 || channel === DRUM_CHANNEL) return word;
    const note = ((word >> 8) & 0x7f) + transpose;
    return note < 0 || note > 127 ? null : (word & ~0x7f00) | (note << 8);
  };
}
