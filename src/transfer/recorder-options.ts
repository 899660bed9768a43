/** What a recorder is to do. */

import type { CapturePcm } from './capture-backend.js';
import type { CaptureDeviceOptions } from './capture-device.js';
import type { RecordingEvent } from './recording-events.js';
import type { GateOptions } from './recording-gate.js';
import type { RecordingTargets } from './recording-target.js';

export interface RecorderOptions extends CaptureDeviceOptions {
  readonly targets: RecordingTargets;
  /** Must not throw. */
  readonly onEvent: (event: RecordingEvent) => void;
  /** How long a take is; without it there is no end. The rate is the one that was obtained. */
  readonly takeLength?: { readonly frames: number } | { readonly seconds: number } | undefined;
  /** Takes of that length that follow each other without a gap; 1 by default. */
  readonly takes?: number | undefined;
  readonly gate?: GateOptions | undefined;
  readonly gainDb?: number | undefined;
  readonly meter?: boolean | undefined;
  /** Room for sound that is not written yet. */
  readonly queue: { readonly seconds: number; readonly maxBytes: number } | { readonly bytes: number };
  /** Silence is written where sound is missing. */
  readonly fillGaps?: boolean | undefined;
  /** An overrun ends the recording with an error. */
  readonly fatalOverruns?: boolean | undefined;
  /** Opens the device by calling `open`, again and again if it likes, until the recorder is stopped. */
  readonly openDevice?: ((open: () => CapturePcm, stopped: AbortSignal) => Promise<CapturePcm>) | undefined;
}
