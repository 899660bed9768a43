/** Runs `alsats play`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Pcm } from '../../alsa/pcm/pcm.js';
import { AlsatsError } from '../../error.js';
import { KeyReader } from '../../terminal/keys.js';
import { Output } from '../../terminal/output.js';
import { Player } from '../../transfer/player.js';
import { explainDeviceFailure } from '../device-failure.js';
import { EXIT_DONE, exitCodeOf } from '../exit-code.js';
import type { Outside } from '../outside.js';
import { Controls } from './controls.js';
import type { PlayOptions } from './definition.js';
import { positionTest } from './position-test.js';
import { nameFile, PlayQueue } from './queue.js';
import { createPlayView, type PlayView } from './view.js';

const MIN_READ_AHEAD_SECONDS = 2;
const DEVICE_RETRY_MS = 250;

/** @returns the exit code @throws AlsatsError what made it end early */
export async function play(
  files: readonly string[],
  options: PlayOptions,
  outside: Outside,
): Promise<number> {
  checkOptions(files, options, outside);
  if (options.dumpHwParams) return await dumpHwParams(options, outside);
  const abort = new AbortController();
  const view = await createPlayView(options, outside, () => abort.abort());
  try {
    return await playAll(files.length === 0 ? ['-'] : files, options, outside, view, abort);
  } finally {
    view.close();
  }
}

function checkOptions(files: readonly string[], options: PlayOptions, outside: Outside): void {
  if (files.length === 0 && outside.stdin.isTTY && !options.dumpHwParams) {
    throw new AlsatsError('invalid', 'nothing to play: no file was named, and standard input is a terminal', {
      hint: 'alsats play FILE…, or "alsats help play"',
    });
  }
  if (options.duration !== undefined && options.samples !== undefined) {
    throw new AlsatsError('invalid', 'give the length either as --duration or as --samples');
  }
  if (options.interactive && (!KeyReader.supports(outside.stdin) || files.includes('-'))) {
    throw new AlsatsError('invalid', '--interactive needs a terminal as standard input, for the keys');
  }
}

async function playAll(
  files: readonly string[],
  options: PlayOptions,
  outside: Outside,
  view: PlayView,
  abort: AbortController,
): Promise<number> {
  let exit = EXIT_DONE;
  const onError = (name: string, error: AlsatsError) => {
    const named = nameFile(name, error);
    exit ||= exitCodeOf(named);
    view.trackError(named);
  };
  const queue = new PlayQueue({ files, options, signal: abort.signal, onError });
  const player: Player = new Player({
    device: options.device,
    open: openOptions(options),
    buffer: bufferWishes(options),
    channelMap: options.chmap,
    meter: view.meter,
    gainDb: options.gain,
    fatalXruns: options.fatalXruns,
    readAheadSeconds: Math.max(MIN_READ_AHEAD_SECONDS, options.latency ?? 0),
    nextTrack: () => queue.next(),
    openDevice: (open) => openPatiently(open, options, abort.signal),
    onWrite: options.testPosition ? positionTest((event) => view.event(event)) : undefined,
    onEvent: (event) => {
      if (event.type === 'track-error') onError(event.name, event.error);
      view.event(event);
    },
  });
  const stop = (exitCode: number) => {
    exit ||= exitCode;
    abort.abort();
  };
  abort.signal.addEventListener('abort', () => player.stop());
  const controls = new Controls({
    player,
    outside,
    keys: KeyReader.supports(outside.stdin) && !files.includes('-') && !options.quiet,
    onStop: stop,
    onSuspend: () => view.suspend(),
  });
  const interval = view.progressIntervalMs;
  const timer = interval === null ? undefined : setInterval(() => showProgress(player, view), interval);
  controls.start();
  try {
    const report = await player.run();
    view.end({ ...report, exit });
    return exit;
  } finally {
    clearInterval(timer);
    controls.close();
  }
}

function showProgress(player: Player, view: PlayView): void {
  const progress = player.progress();
  if (progress === null) return;
  view.progress(progress, player.device.levelMeter?.take() ?? null);
}

/** Opens the device; with `--wait-for-device` as soon as it is there and free. */
async function openPatiently<P>(open: () => P, options: PlayOptions, signal: AbortSignal): Promise<P> {
  const { waitForDevice } = options;
  const deadline = waitForDevice ? performance.now() + waitForDevice * 1000 : Number.POSITIVE_INFINITY;
  for (;;) {
    try {
      return open();
    } catch (error) {
      const worthWaiting =
        error instanceof AlsatsError && (error.kind === 'not-found' || error.kind === 'busy');
      if (waitForDevice === undefined || !worthWaiting || signal.aborted || performance.now() > deadline) {
        throw explainDeviceFailure(error, options.device, 'playback');
      }
    }
    await sleep(DEVICE_RETRY_MS);
  }
}

function openOptions(options: PlayOptions) {
  return {
    noAutoResample: options.disableResample ?? false,
    noAutoChannels: options.disableChannels ?? false,
    noAutoFormat: options.disableFormat ?? false,
    noSoftvol: options.disableSoftvol ?? false,
  };
}

function bufferWishes(options: PlayOptions) {
  const latencyUs = options.latency === undefined ? undefined : Math.round(options.latency * 1e6);
  return {
    mmap: options.mmap,
    bufferTimeUs: options.bufferTime ?? (options.bufferSize === undefined ? latencyUs : undefined),
    periodTimeUs: options.periodTime,
    bufferFrames: options.bufferSize,
    periodFrames: options.periodSize,
    availMinUs: options.availMin,
    startDelayUs: options.startDelay,
    stopDelayUs: options.stopDelay,
  };
}

/** Prints the whole configuration space of the device. */
async function dumpHwParams(options: PlayOptions, outside: Outside): Promise<number> {
  try {
    using pcm = Pcm.open(options.device, 'playback', { ...openOptions(options), nonblock: true });
    await new Output(outside.stdout).write(pcm.hwParamsAny().toString());
    return EXIT_DONE;
  } catch (error) {
    throw explainDeviceFailure(error, options.device, 'playback');
  }
}
