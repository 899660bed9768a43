/** Runs `alsats play`. */

import { takeLibraryMessages } from '../../alsa/native/messages.js';
import type { AlsatsError } from '../../error.js';
import { Player } from '../../transfer/player.js';
import { openPatiently } from '../device-opening.js';
import { bufferWishes, openOptions } from '../device-options.js';
import { EXIT_DONE, exitCodeOf } from '../exit-code.js';
import { loadKeys } from '../job-controls.js';
import type { Outside } from '../outside.js';
import { PlaybackEnding } from '../playback-ending.js';
import { openVirtualDevice, type VirtualDevice } from '../virtual-device.js';
import { checkOptions } from './check-options.js';
import { Controls } from './controls.js';
import type { PlayOptions } from './definition.js';
import { nameFile } from './input-files.js';
import { positionTest } from './position-test.js';
import { PlayQueue } from './queue.js';
import { createPlayView, type PlayView } from './view.js';

const MIN_READ_AHEAD_SECONDS = 2;

/** @returns the exit code @throws AlsatsError what made it end early */
export async function play(
  files: readonly string[],
  options: PlayOptions,
  outside: Outside,
): Promise<number> {
  checkOptions(files, options, outside);
  if (options.dumpHwParams) {
    const { dumpHwParams } = await import('../hw-params-dump.js');
    return await dumpHwParams(options, 'playback', outside);
  }
  const virtual = await openVirtualDevice(options.device);
  const ending = new PlaybackEnding();
  const view = await createPlayView(options, outside, ending.ofView);
  try {
    const names = files.length === 0 ? ['-'] : files;
    return await playAll(names, options, outside, view, ending, virtual);
  } finally {
    view.close();
    await virtual?.card.close();
  }
}

async function playAll(
  files: readonly string[],
  options: PlayOptions,
  outside: Outside,
  view: PlayView,
  ending: PlaybackEnding,
  virtual: VirtualDevice | null,
): Promise<number> {
  const keys = await loadKeys(outside, !files.includes('-') && wantsKeys(options));
  let fileExit = EXIT_DONE;
  const onError = (error: AlsatsError) => {
    // The first one decides.
    fileExit ||= exitCodeOf(error);
    view.trackError(error);
  };
  const queue = new PlayQueue({ files, options, signal: ending.signal, onError });
  const player: Player = new Player({
    device: options.device,
    open: openOptions(options),
    backend: virtual?.backends.playbackOn(virtual.card),
    buffer: bufferWishes(options),
    channelMap: options.chmap,
    meter: view.meter,
    gainDb: options.gain,
    fatalXruns: options.fatalXruns,
    readAheadSeconds: Math.max(MIN_READ_AHEAD_SECONDS, options.latency ?? 0),
    nextTrack: () => queue.next(),
    openDevice: (open, stopped) => openPatiently(open, 'playback', options, stopped),
    onWrite: options.testPosition ? positionTest((event) => view.event(event)) : undefined,
    onEvent: (event) => {
      if (event.type === 'track-error') onError(nameFile(event.name, event.error));
      view.event(event);
    },
  });
  ending.signal.addEventListener('abort', () => player.stop());
  const controls = new Controls({
    player,
    outside,
    keys,
    onStop: ending.stop,
    onSuspend: () => view.suspend(),
  });
  const interval = view.progressIntervalMs;
  const timer = interval === null ? undefined : setInterval(() => showProgress(player, view), interval);
  controls.start();
  try {
    return await ending.of({
      play: () => player.run(),
      exitCode: () => fileExit,
      end: (exit) => view.end({ ...player.report(), exit }),
      flush: () => view.flush(),
    });
  } finally {
    clearInterval(timer);
    view.remarks(takeLibraryMessages());
    controls.close();
    await queue.close();
  }
}

/** Whoever wants nothing shown may be a script, whose user types ahead. */
function wantsKeys(options: PlayOptions): boolean {
  return options.interactive === true || options.quiet !== true;
}

function showProgress(player: Player, view: PlayView): void {
  const progress = player.progress();
  if (progress === null) return;
  view.progress(progress, player.device.levelMeter?.take() ?? null);
}
