/** What a recording is made of, put together for one setup of the device. */

import type { CaptureDevice } from './capture-device.js';
import { CapturePump, type CapturePumpOptions } from './capture-pump.js';
import { CaptureRecovery, type CaptureRecoveryOptions } from './capture-recovery.js';
import type { RecorderOptions } from './recorder.js';
import { RecordingDrain, type RecordingDrainOptions } from './recording-drain.js';
import { RecordingGate } from './recording-gate.js';
import { type IntakeOptions, RecordingIntake } from './recording-intake.js';
import { RecordingQueue } from './recording-queue.js';

/** What the parts tell. */
type RecordingHandlers = Pick<CapturePumpOptions, 'onFull' | 'onFree' | 'onEnd' | 'onTrouble'> &
  Pick<CaptureRecoveryOptions, 'onOverrun' | 'onSuspend' | 'onResume'> &
  Pick<RecordingDrainOptions, 'onOpened' | 'onFinished'> &
  Pick<IntakeOptions, 'onTriggered' | 'onSilentSplit'>;

export interface RecordingParts {
  readonly queue: RecordingQueue;
  readonly gate: RecordingGate | null;
  readonly intake: RecordingIntake;
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
  handlers: RecordingHandlers,
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
  const { onTriggered, onSilentSplit } = handlers;
  const intake = new RecordingIntake({
    setup,
    queue,
    gate,
    remap: device.remap,
    gainDb: options.gainDb ?? 0,
    meter: options.meter ?? false,
    limitFrames,
    fillGaps,
    onTriggered,
    onSilentSplit,
  });
  const drain: RecordingDrain = new RecordingDrain({
    queue,
    spec: { ...setup, channelMap: device.channelMap },
    targets: options.targets,
    takeFrames,
    onOpened: handlers.onOpened,
    onFinished: handlers.onFinished,
    onRoom: () => pump.onRoom(),
  });
  const { onFull, onFree, onEnd, onTrouble } = handlers;
  const onData = () => drain.onData();
  const pump = new CapturePump({ device, queue, intake, onData, onFull, onFree, onEnd, onTrouble });
  const { onOverrun, onSuspend, onResume } = handlers;
  const { fatalOverruns = false } = options;
  const recovery = new CaptureRecovery({ device, pump, fatalOverruns, onOverrun, onSuspend, onResume });
  return { queue, gate, intake, drain, pump, recovery, limitFrames };
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
