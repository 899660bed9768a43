/** What a file can say about its recording besides the samples. */

/**
 * The broadcast extension of WAVE files (`bext`, EBU Tech 3285). All text is cut to what its field holds; characters
 * outside ASCII lose their accents or become `?`.
 */
export interface BroadcastExtension {
  /** At most 256 characters. */
  readonly description?: string | undefined;
  /** Who or what made the recording; at most 32 characters. */
  readonly originator?: string | undefined;
  /** At most 32 characters. */
  readonly originatorReference?: string | undefined;
  /** When the first frame was recorded; written in local time, as the standard has it. */
  readonly startedAt?: Date | undefined;
  /** Frames from midnight to the first frame. Computed from {@link startedAt} where it is not given. */
  readonly timeReferenceFrames?: number | undefined;
}

/**
 * Free text about a recording. WAVE and Wave64 keep it as LIST INFO (ICMT, ISFT, ICRD, ISRC, INAM, IART) in UTF-8,
 * AIFF in ANNO, NAME and AUTH chunks, AU keeps the comment alone, raw files nothing. Each is cut to 500 bytes.
 */
export interface FileInfo {
  readonly comment?: string | undefined;
  readonly software?: string | undefined;
  /** Written as a date, such as 2026-11-22, in local time. */
  readonly date?: Date | undefined;
  /** What was recorded from. */
  readonly device?: string | undefined;
  readonly title?: string | undefined;
  readonly artist?: string | undefined;
}
