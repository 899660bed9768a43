/** What steers a `record` while it runs: keys and signals. */

import type { Recorder } from '../../transfer/recorder.js';
import { JobControls, type Keys } from '../job-controls.js';
import type { Outside } from '../outside.js';

/** The part of a recorder that is steered. */
export type SteeredRecorder = Pick<
  Recorder,
  'stop' | 'split' | 'togglePause' | 'releaseDevice' | 'reacquireDevice'
>;

export interface RecordControlsOptions {
  readonly recorder: SteeredRecorder;
  readonly outside: Outside;
  readonly keys: Keys | null;
  /** Recording is to end, as it ordinarily does. */
  readonly onStop: () => void;
  /** Another file was asked for where there can be none. */
  readonly onNoSplit: () => void;
  /** The process is about to be stopped by Ctrl-Z. */
  readonly onSuspend: () => void;
}

export function createRecordControls(options: RecordControlsOptions): JobControls {
  const { recorder, outside, keys, onStop, onNoSplit, onSuspend } = options;
  const split = () => {
    if (!recorder.split()) onNoSplit();
  };
  return new JobControls({
    outside,
    keys,
    onKey: (key) => {
      if (key === 'space') recorder.togglePause();
      else if (key === 's') split();
      else if (key === 'q') onStop();
    },
    onStop,
    onUserSignal: split,
    onSuspend: () => {
      // Others shall have the device while we are stopped.
      recorder.releaseDevice();
      onSuspend();
    },
    onContinue: () => recorder.reacquireDevice(),
  });
}
