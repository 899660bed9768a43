/** What steers a `seq play` while it runs: keys and signals. */

import type { Key } from '../../../terminal/keys.js';
import type { MidiPlayer } from '../../../transfer/midi/midi-player.js';
import { JobControls, type Keys } from '../../job-controls.js';
import type { Outside } from '../../outside.js';

const SEEK_SECONDS = 5;
const TEMPO_STEP = 0.05;

/** The part of a player that is steered. */
export type SteeredMidiPlayer = Pick<
  MidiPlayer,
  'togglePause' | 'seekBy' | 'next' | 'setTempoFactor' | 'tempoFactor' | 'progress'
>;

export interface SeqPlayControlsOptions {
  readonly player: SteeredMidiPlayer;
  readonly outside: Outside;
  readonly keys: Keys | null;
  /** Playback is to end; with the exit code of a signal, or null where the user wants it so. */
  readonly onStop: (signalExit: number | null) => void;
  /** The process is about to be stopped by Ctrl-Z. */
  readonly onSuspend: () => void;
}

export function createSeqPlayControls(options: SeqPlayControlsOptions): JobControls {
  const { player, outside, keys, onStop, onSuspend } = options;
  let wasPlaying = false;
  return new JobControls({
    outside,
    keys,
    onKey: (key) => onKey(key, player, () => onStop(null)),
    onStop,
    onUserSignal: () => player.togglePause(),
    onSuspend: () => {
      // Notes would sound as long as the process sleeps.
      wasPlaying = player.progress()?.paused === false;
      if (wasPlaying) player.togglePause();
      onSuspend();
    },
    onContinue: () => {
      if (wasPlaying && player.progress()?.paused === true) player.togglePause();
      wasPlaying = false;
    },
  });
}

function onKey(key: Key, player: SteeredMidiPlayer, onStop: () => void): void {
  const changeTempo = (step: number) => {
    // In steps of 5 % from 100 %, whatever it was before.
    player.setTempoFactor(Math.round((player.tempoFactor + step) / TEMPO_STEP) * TEMPO_STEP);
  };
  switch (key) {
    case 'space':
      player.togglePause();
      break;
    case 'left':
      player.seekBy(-SEEK_SECONDS);
      break;
    case 'right':
      player.seekBy(SEEK_SECONDS);
      break;
    case 'up':
      changeTempo(TEMPO_STEP);
      break;
    case 'down':
      changeTempo(-TEMPO_STEP);
      break;
    case 'n':
      player.next();
      break;
    case 'q':
      onStop();
      break;
  }
}
