/** Runs `alsats record`. */

import type { SampleFormat } from '../../audio/sample-format.js';
import { AudioWriteError } from '../../audio/write/audio-write-error.js';
import { storedFormatOf } from '../../audio/write/stored-format.js';
import { AlsatsError } from '../../error.js';
import { Recorder } from '../../transfer/recorder.js';
import type { RecordingReport } from '../../transfer/recording-events.js';
import type { GateOptions } from '../../transfer/recording-gate.js';
import { openPatiently } from '../device-opening.js';
import { bufferWishes, openOptions } from '../device-options.js';
import { EXIT_DONE, exitCodeOf } from '../exit-code.js';
import { loadKeys } from '../job-controls.js';
import type { Outside } from '../outside.js';
import { openVirtualDevice, type VirtualDevice } from '../virtual-device.js';
import { channelsOf, checkOptions } from './check-options.js';
import { createRecordControls } from './controls.js';
import type { RecordOptions } from './definition.js';
import { ProcessIdFile } from './process-id-file.js';
import { repairFiles } from './repair.js';
import { nameTarget, typeOf } from './target-names.js';
import { FileTargets } from './targets.js';
import { createRecordView, type RecordView } from './view.js';

const QUEUE = { seconds: 30, maxBytes: 256 * 1024 * 1024 };

/** @returns the exit code @throws AlsatsError what made it end early */
export async function record(
  files: readonly string[],
  options: RecordOptions,
  outside: Outside,
): Promise<number> {
  checkOptions(files, options, outside);
  if (options.repair) return await repairFiles(files, options, outside);
  if (options.dumpHwParams) {
    const { dumpHwParams } = await import('../hw-params-dump.js');
    return await dumpHwParams(options, 'capture', outside);
  }
  const virtual = await openVirtualDevice(options.device);
  const names = files.length === 0 ? ['-'] : files;
  const stopping = new AbortController();
  let viewFailure: unknown = null;
  const view = await createRecordView(options, outside, names.includes('-'), {
    // Sound is worth more than what is told of it.
    onClosed: () => {},
    onFailure: (error) => {
      viewFailure ??= error;
    },
  });
  try {
    const exit = await recordAll(names, options, outside, view, stopping, virtual);
    if (viewFailure !== null) throw viewFailure;
    return exit;
  } finally {
    view.close();
    await virtual?.card.close();
  }
}

async function recordAll(
  names: readonly string[],
  options: RecordOptions,
  outside: Outside,
  view: RecordView,
  stopping: AbortController,
  virtual: VirtualDevice | null,
): Promise<number> {
  const keys = await loadKeys(outside, wantsKeys(options));
  const { signal } = stopping;
  const recorder = createRecorder(names, options, view, signal, virtual);
  signal.addEventListener('abort', () => recorder.stop());
  const controls = createRecordControls({
    recorder,
    outside,
    keys,
    onStop: () => stopping.abort(),
    onNoSplit: () => view.event({ type: 'warning', message: 'this recording cannot be split into files' }),
    onSuspend: () => view.suspend(),
  });
  const timers = startTimers(recorder, view);
  controls.start();
  try {
    // Whoever reads it may send signals at once.
    using _processId = new ProcessIdFile(options.processIdFile);
    await recorder.run();
    return await tellEnd(view, recorder, EXIT_DONE);
  } catch (error) {
    if (isOrdinaryEnd(error, names, signal)) return await tellEnd(view, recorder, EXIT_DONE);
    await tellEnd(view, recorder, exitCodeOf(error));
    throw withWhatIsSaved(error, recorder.report(), options);
  } finally {
    for (const timer of timers) clearInterval(timer);
    controls.close();
  }
}

function createRecorder(
  names: readonly string[],
  options: RecordOptions,
  view: RecordView,
  signal: AbortSignal,
  virtual: VirtualDevice | null,
): Recorder {
  const { format, duration, samples, separateChannels } = options;
  const length = samples ? { frames: samples } : duration ? { seconds: duration } : undefined;
  return new Recorder({
    device: options.device,
    open: openOptions(options),
    backend: virtual?.backends.captureOn(virtual.card),
    buffer: bufferWishes(options),
    wishes: {
      format: format?.format,
      channels: channelsOf(names, options),
      framesPerSecond: options.rate ?? format?.framesPerSecond,
      canStore: (candidate) => names.every((name) => canStore(name, options, candidate)),
    },
    channelMap: options.chmap,
    targets: new FileTargets({ files: names, options, signal }),
    onEvent: (event) => view.event(event),
    takeLength: length,
    takes: separateChannels ? 1 : names.length,
    gate: gateOf(options),
    gainDb: options.gain,
    meter: view.meter,
    queue: queueOf(options),
    fillGaps: options.fillGaps,
    fatalOverruns: options.fatalXruns,
    openDevice: (open, stopped) => openPatiently(open, 'capture', options, stopped),
  });
}

function canStore(name: string, options: RecordOptions, format: SampleFormat): boolean {
  try {
    storedFormatOf(typeOf(name, options), format);
    return true;
  } catch (error) {
    if (error instanceof AlsatsError && error.kind === 'unsupported') return false;
    throw error;
  }
}

function gateOf(options: RecordOptions): GateOptions | undefined {
  const { startOn, preRoll, silenceThreshold, stopAfterSilence, splitOnSilence } = options;
  if (startOn === undefined && !stopAfterSilence && !splitOnSilence) return undefined;
  return {
    startOnDb: startOn,
    preRollSeconds: preRoll,
    silenceThresholdDb: silenceThreshold,
    stopAfterSilenceSeconds: stopAfterSilence,
    splitOnSilenceSeconds: splitOnSilence,
  };
}

function queueOf({ writeBuffer }: RecordOptions) {
  if (writeBuffer === undefined) return QUEUE;
  // Whoever asks for a time wants it, whatever it costs.
  return 'bytes' in writeBuffer
    ? writeBuffer
    : { seconds: writeBuffer.seconds, maxBytes: Number.POSITIVE_INFINITY };
}

/** Whoever wants nothing shown may be a script, whose user types ahead. */
function wantsKeys(options: RecordOptions): boolean {
  return options.interactive === true || options.quiet !== true;
}

function startTimers(recorder: Recorder, view: RecordView): NodeJS.Timeout[] {
  const timers: NodeJS.Timeout[] = [];
  const { levelIntervalMs, progressIntervalMs } = view;
  if (levelIntervalMs !== null) {
    timers.push(
      setInterval(() => {
        const levels = recorder.levelMeter?.take();
        const progress = recorder.progress();
        if (levels !== undefined && progress !== null) view.levels(levels, progress);
      }, levelIntervalMs),
    );
  }
  if (progressIntervalMs !== null) {
    timers.push(
      setInterval(() => {
        const progress = recorder.progress();
        if (progress !== null) view.progress(progress);
      }, progressIntervalMs),
    );
  }
  return timers;
}

async function tellEnd(view: RecordView, recorder: Recorder, exit: number): Promise<number> {
  view.end({ ...recorder.report(), exit });
  await view.flush();
  return exit;
}

/** Whether it is no failure: nobody reads any more, or it was stopped while it waited for somebody to. */
function isOrdinaryEnd(error: unknown, names: readonly string[], signal: AbortSignal): boolean {
  if (error instanceof AudioWriteError && error.code === 'EPIPE') return names.includes('-');
  return signal.aborted && error instanceof AlsatsError && error.kind === 'interrupted';
}

/** The error, with what there is in spite of it. */
function withWhatIsSaved(error: unknown, report: RecordingReport, options: RecordOptions): unknown {
  const place = report.unfinished ?? report.files.at(-1)?.name;
  if (!(error instanceof AlsatsError) || place === undefined) return error;
  const named = error instanceof AudioWriteError ? nameTarget(place, error) : error;
  const { message, hint } = named as AlsatsError;
  return new AlsatsError(error.kind, `${message}; ${savedText(report, options)}`, { hint, cause: error });
}

function savedText(report: RecordingReport, { separateChannels }: RecordOptions): string {
  const { files, unfinished, framesRecorded, seconds } = report;
  if (framesRecorded === 0) {
    return separateChannels && unfinished !== null
      ? 'the files of the other channels are complete'
      : 'nothing was saved';
  }
  const last = files.at(-1)?.name;
  const place = files.length === 1 ? last : `${files.length} files, the last of them ${last}`;
  return `${seconds.toFixed(3)} s (${framesRecorded} frames) were saved in ${place}`;
}
