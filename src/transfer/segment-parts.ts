/** What a segment of playback is made of, put together for one setup of the device. */

import { DeviceHold } from './device-hold.js';
import { FrameRing } from './frame-ring.js';
import { HeardTracks } from './heard-tracks.js';
import type { PlaybackDevice } from './playback-device.js';
import type { PlaybackEvent } from './playback-events.js';
import { PlaybackPosition } from './playback-position.js';
import { PlaybackPump, type PumpOptions } from './playback-pump.js';
import { SegmentNotices } from './segment-notices.js';
import { specOf } from './stream-parameters.js';
import { type PlaybackTally, StreamRecovery } from './stream-recovery.js';
import { StuckWatch } from './stuck-watch.js';
import { TrackAnnouncer } from './track-announcer.js';
import { type FeederSource, type Track, TrackFeeder } from './track-feeder.js';
import type { TrackQueue } from './track-queue.js';

export interface SegmentOptions {
  /** Set up for `first`. */
  readonly device: PlaybackDevice;
  readonly first: Track;
  readonly queue: TrackQueue;
  readonly tally: PlaybackTally;
  readonly readAheadSeconds: number;
  readonly fatalXruns: boolean;
  /** Starts held. */
  readonly paused: boolean;
  /** Listeners know of the pause already. */
  readonly toldPause: boolean;
  /** Must not throw. */
  readonly emit: (event: PlaybackEvent) => void;
  readonly onWrite: (device: PlaybackDevice, name: string) => void;
  /** Opens the device once more, patiently perhaps. */
  readonly reopen: () => Promise<void>;
}

/** What the parts tell. */
type SegmentHandlers = Pick<PumpOptions, 'onWritten' | 'onEnd' | 'onTrouble'> &
  Pick<FeederSource, 'onData' | 'onFailure'>;

export interface SegmentParts {
  readonly ring: FrameRing;
  readonly feeder: TrackFeeder;
  readonly position: PlaybackPosition;
  readonly announcer: TrackAnnouncer;
  readonly heard: HeardTracks;
  readonly pump: PlaybackPump;
  readonly recovery: StreamRecovery;
  readonly hold: DeviceHold;
  readonly notices: SegmentNotices;
  readonly stuck: StuckWatch;
}

/** One piece is written while the next one is read. */
const MIN_RING_BYTES = 2.25 * 1024 * 1024;

/** @param tickMs how often {@link StuckWatch.look} will be called */
export function createSegmentParts(
  options: SegmentOptions,
  tickMs: number,
  handlers: SegmentHandlers,
): SegmentParts {
  const { device, emit } = options;
  const ring = createRing(device, options.readAheadSeconds);
  const feeder = new TrackFeeder(ring, options.first, {
    queue: options.queue,
    follows: (next) => device.fits(specOf(next.reader.info)),
    onData: handlers.onData,
    onTrackError: ({ name }, error) => emit({ type: 'track-error', name, error }),
    onFailure: handlers.onFailure,
  });
  const position = new PlaybackPosition(device, ring, feeder);
  const announcer = new TrackAnnouncer(device, feeder, emit);
  const { onWritten, onEnd, onTrouble, onFailure } = handlers;
  const pump = new PlaybackPump({ device, ring, feeder, onWritten, onEnd, onTrouble });
  const hold = new DeviceHold(device, position);
  return {
    ring,
    feeder,
    position,
    announcer,
    heard: new HeardTracks({ ring, feeder, position, announcer, onFailure }),
    pump,
    recovery: new StreamRecovery({ ...options, position, pump }),
    hold,
    notices: new SegmentNotices({ position, hold, toldPause: options.toldPause, emit }),
    stuck: new StuckWatch(pump, device.setup, tickMs),
  };
}

/** Room for the read-ahead, and what the device may hold kept behind it. */
function createRing(device: PlaybackDevice, readAheadSeconds: number): FrameRing {
  const { bufferFrames, framesPerSecond } = device.setup;
  const frameBytes = device.setup.frameBytes!;
  const readAheadFrames = Math.ceil(readAheadSeconds * framesPerSecond);
  const capacity = Math.max(readAheadFrames, bufferFrames, Math.ceil(MIN_RING_BYTES / frameBytes));
  // A server or a bus behind the buffer may hold as much again.
  return new FrameRing(frameBytes, capacity, 2 * bufferFrames);
}
