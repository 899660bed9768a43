/** Players and recorders on a virtual card. */

import { alsaCaptureBackend, type CaptureBackend } from '../transfer/capture-backend.js';
import { alsaBackend, type PlaybackBackend } from '../transfer/playback-backend.js';
import type { VirtualCard } from './card.js';

/** For `backend` of a `Player`: plays on the card, whatever the name of the device. */
export function playbackOn(card: VirtualCard): PlaybackBackend {
  return { ...alsaBackend, open: () => card.openPcm('playback', { nonblock: true }) } as PlaybackBackend;
}

/** For `backend` of a `Recorder`: records from the card, whatever the name of the device. */
export function captureOn(card: VirtualCard): CaptureBackend {
  return { ...alsaCaptureBackend, open: () => card.openPcm('capture', { nonblock: true }) } as CaptureBackend;
}
