/** What a recording is made of, put together for one setup of the device, and what of it is told as events. */

import type { CaptureDevice } from './capture-device.js';
import { CapturePump, type CapturePumpOptions } from './capture-pump.js';
import { CaptureRecovery } from './capture-recovery.js';
import type { RecorderOptions } from './recorder-options.js';
import { RecordingDrain } from './recording-drain.js';
import type { RecordingEvent } from './recording-events.js';
import { RecordingGate } from './recording-gate.js';
import { RecordingIntake } from './recording-intake.js';
import { RecordingQueue } from './recording-queue.js';
import { RecordingTally } from './recording-tally.js';

export interface RecordingHandlers extends Pick<CapturePumpOptions, 'onEnd' | 'onTrouble'> {
  readonly emit: (event: RecordingEvent) => void;
}

export interface RecordingParts {
  readonly queue: RecordingQueue;
  readonly gate: RecordingGate | null;
  readonly intake: RecordingIntake;
  readonly tally: RecordingTally;
  readonly drain: RecordingDrain;
  readonly pump: CapturePump;
  readonly recovery: CaptureRecovery;
  /** Frames of all takes, null for no end. */
  readonly limitFrames: number | null;
}

/** A queue shorter than this could not even take what lies in a device's buffer. */
const MIN_QUEUE_SECONDS = 0.5;

export function createRecordingParts(
  options: RecorderOptions,
  device: CaptureDevice,
  { emit, onEnd, onTrouble }: RecordingHandlers,
): RecordingParts {
  const { setup } = device;
  const { fillGaps = false } = options;
  const gate = options.gate === undefined ? null : new RecordingGate(options.gate, setup);
  const takeFrames = takeFramesOf(options, setup.framesPerSecond);
  const limitFrames = takeFrames === null ? null : takeFrames * (options.takes ?? 1);
  const queue = new RecordingQueue(
    setup.frameBytes!,
    queueFramesOf(options, device) + (gate?.preRollFrames ?? 0),
    gate?.waitsForSound,
  );
  const intake = new RecordingIntake({
    setup,
    queue,
    gate,
    remap: device.remap,
    gainDb: options.gainDb ?? 0,
    meter: options.meter ?? false,
    limitFrames,
    fillGaps,
    onTriggered: (preRollFrames) => emit({ type: 'triggered', preRollFrames }),
    onSilentSplit: () => emit({ type: 'split', cause: 'silence', ...tally.place() }),
  });
  const tally = new RecordingTally(device, intake);
  const drain: RecordingDrain = new RecordingDrain({
    queue,
    spec: { ...setup, channelMap: device.channelMap },
    targets: options.targets,
    takeFrames,
    onOpened: (name, startFrame) => emit({ type: 'file', state: 'opened', name, startFrame }),
    onFinished: (file) =>
      emit({ type: 'file', state: 'finished', ...file, seconds: file.frames / setup.framesPerSecond }),
    onRoom: () => pump.onRoom(),
  });
  const pump = new CapturePump({
    device,
    queue,
    intake,
    onData: () => drain.onData(),
    onFull: () => emit({ type: 'queue-full', ...tally.place() }),
    onFree: (lostFrames) => emit({ type: 'queue-free', ...tally.loss(lostFrames) }),
    onEnd,
    onTrouble,
  });
  const recovery = new CaptureRecovery({
    device,
    pump,
    fatalOverruns: options.fatalOverruns ?? false,
    onOverrun: (lostFrames) =>
      emit({ type: 'overrun', overruns: tally.addOverrun(), ...tally.loss(lostFrames) }),
    onSuspend: () => {
      tally.addSuspend();
      emit({ type: 'suspend', ...tally.place() });
    },
    onResume: (how, lostFrames, keptFrames) =>
      emit({ type: 'resume', how, ...tally.loss(lostFrames, keptFrames) }),
  });
  return { queue, gate, intake, tally, drain, pump, recovery, limitFrames };
}

function takeFramesOf({ takeLength }: RecorderOptions, framesPerSecond: number): number | null {
  if (takeLength === undefined) return null;
  return 'frames' in takeLength ? takeLength.frames : Math.round(takeLength.seconds * framesPerSecond);
}

function queueFramesOf({ queue }: RecorderOptions, { setup }: CaptureDevice): number {
  const frameBytes = setup.frameBytes!;
  const bytes =
    'bytes' in queue
      ? queue.bytes
      : Math.min(queue.maxBytes, queue.seconds * setup.framesPerSecond * frameBytes);
  return Math.max(Math.floor(bytes / frameBytes), Math.ceil(MIN_QUEUE_SECONDS * setup.framesPerSecond));
}
