/** What there is to say of a recording at any moment. */

import type { PcmSetup } from '../alsa/pcm/setup.js';
import type { RecordingProgress, RecordingReport } from './recording-events.js';
import type { RecordingParts } from './recording-parts.js';

/** Where it stands. */
export function progressOf(
  { queue, intake, tally, limitFrames, drain: { files } }: RecordingParts,
  { framesPerSecond }: PcmSetup,
): RecordingProgress {
  return {
    name: files.name,
    ...tally.place(),
    bytesWritten: files.bytesWritten,
    queueSeconds: queue.filledFrames / framesPerSecond,
    queueFill: queue.filledFrames / queue.capacityFrames,
    overruns: tally.overruns,
    lostFrames: tally.lostFrames,
    paused: intake.isPaused,
    waiting: intake.isWaiting,
    totalSeconds: limitFrames === null ? null : limitFrames / framesPerSecond,
  };
}

/** What is in its files; `parts` is null where it did not come to any. */
export function reportOf(
  parts: RecordingParts | null,
  setup: PcmSetup | null,
  endedBy: RecordingReport['endedBy'],
): RecordingReport {
  const files = parts?.drain.files;
  const framesRecorded = files?.writtenFrames ?? 0;
  return {
    framesRecorded,
    seconds: setup === null ? 0 : framesRecorded / setup.framesPerSecond,
    bytesWritten: files?.bytesWritten ?? 0,
    files: files?.finished ?? [],
    unfinished: files?.name ?? null,
    overruns: parts?.tally.overruns ?? 0,
    suspends: parts?.tally.suspends ?? 0,
    lostFrames: parts?.tally.lostFrames ?? 0,
    endedBy,
  };
}
