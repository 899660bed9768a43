/** Runs `alsats seq play`. */

import { Seq } from '../../../alsa/seq/seq.js';
import { AlsatsError } from '../../../error.js';
import { takesKeys } from '../../../terminal/key-input.js';
import { MidiPlayer, type MidiTrack } from '../../../transfer/midi/midi-player.js';
import { SeqOutlet } from '../../../transfer/midi/seq-outlet.js';
import { EXIT_DONE, exitCodeOf } from '../../exit-code.js';
import { loadKeys } from '../../job-controls.js';
import type { Outside } from '../../outside.js';
import { PlaybackEnding } from '../../playback-ending.js';
import { refuseEmpty } from '../../show-options.js';
import { isReceiver, readGraph } from '../graph.js';
import { onPartingSignals } from '../parting-signals.js';
import { type FoundPort, findPort } from '../port-lookup.js';
import { createSeqPlayControls } from './controls.js';
import type { SeqPlayOptions } from './definition.js';
import { readTracks } from './input-files.js';
import { createSeqPlayView, type SeqPlayView } from './view.js';

const CLIENT_NAME = 'alsats play';
const receiving = { purpose: 'to send to', isFit: isReceiver };

/** @returns the exit code @throws AlsatsError what made it end early */
export async function seqPlay(
  files: readonly string[],
  options: SeqPlayOptions,
  outside: Outside,
): Promise<number> {
  checkOptions(files, options, outside);
  const ending = new PlaybackEnding();
  const view = await createSeqPlayView(options, outside, ending.ofView);
  const queue = new FileQueue(files, ending.signal, view);
  try {
    // A file that is no good is told before anything is opened; where there is none that is good, that is all.
    if (!(await queue.hasNext())) return queue.exitCode;
    return await playAll(queue, options, outside, view, ending);
  } finally {
    view.close();
  }
}

function checkOptions(files: readonly string[], options: SeqPlayOptions, outside: Outside): void {
  for (const file of files) refuseEmpty(file, 'the name of a file');
  if (portTexts(options, outside).length === 0) {
    throw new AlsatsError('invalid', 'no port to play to', {
      hint: 'name it with -p; "alsats seq list" shows them',
    });
  }
  if (files.filter((name) => name === '-').length > 1) {
    throw new AlsatsError('invalid', 'standard input can be played only once');
  }
  const { start = 0, end } = options;
  if (end !== undefined && end <= start) throw new AlsatsError('invalid', '--end has to be behind --start');
  if (options.interactive && (!takesKeys(outside.stdin) || files.includes('-'))) {
    throw new AlsatsError('invalid', '--interactive needs a terminal as standard input, for the keys');
  }
}

function portTexts({ port = [] }: SeqPlayOptions, { env }: Outside): string[] {
  const given = port.length > 0 ? port : [env.ALSA_OUTPUT_PORTS ?? ''];
  return given
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

async function playAll(
  queue: FileQueue,
  options: SeqPlayOptions,
  outside: Outside,
  view: SeqPlayView,
  ending: PlaybackEnding,
): Promise<number> {
  const keys = await loadKeys(outside, !queue.readsStdin && wantsKeys(options));
  using seq = Seq.open({ clientName: CLIENT_NAME, nonblock: true });
  const ports = findPorts(portTexts(options, outside), seq);
  using outlet = new SeqOutlet({ seq, ports });
  view.ports(ports);
  const player = createPlayer(outlet, queue, options, view);
  // Whatever ends the process, the last thing it does is to end the notes.
  const onExit = () => player.silence();
  process.once('exit', onExit);
  outlet.watch((error) => player.fail(error));
  ending.signal.addEventListener('abort', () => player.stop());
  if (ending.signal.aborted) player.stop();
  using _parting = onPartingSignals(outside, ending.stop);
  const controls = createSeqPlayControls({
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
      exitCode: () => queue.exitCode,
      end: (exit) => view.end({ files: player.tracksPlayed, stopped: player.isStopped, exit }),
      flush: () => view.flush(),
    });
  } finally {
    clearInterval(timer);
    controls.close();
    process.off('exit', onExit);
  }
}

function findPorts(texts: readonly string[], seq: Seq): FoundPort[] {
  const graph = readGraph(seq);
  return texts.map((text) => findPort(text, graph, receiving));
}

function createPlayer(
  outlet: SeqOutlet,
  queue: FileQueue,
  options: SeqPlayOptions,
  view: SeqPlayView,
): MidiPlayer {
  const { start, end, loop, tempo, transpose, mute, solo, endDelay, sysexRate } = options;
  return new MidiPlayer({
    outlet,
    nextTrack: () => queue.next(),
    startSeconds: start,
    endSeconds: end,
    loop,
    tempoFactor: tempo,
    transpose,
    mute: mute === undefined ? undefined : new Set(mute),
    solo: solo === undefined ? undefined : new Set(solo),
    endDelaySeconds: endDelay,
    sysexBytesPerSecond: sysexRate,
    onEvent: (event) => view.event(event),
  });
}

/** Whoever wants nothing shown may be a script, whose user types ahead. */
function wantsKeys(options: SeqPlayOptions): boolean {
  return options.interactive === true || options.quiet !== true;
}

function showProgress(player: MidiPlayer, view: SeqPlayView): void {
  const progress = player.progress();
  if (progress !== null) view.progress(progress);
}

/** The files in their order; those that cannot be read are told and left out. */
class FileQueue {
  readonly readsStdin: boolean;
  readonly #files: string[];
  readonly #signal: AbortSignal;
  readonly #view: SeqPlayView;
  #tracks: MidiTrack[] = [];
  #exitCode = EXIT_DONE;

  constructor(files: readonly string[], signal: AbortSignal, view: SeqPlayView) {
    this.readsStdin = files.includes('-');
    this.#files = [...files];
    this.#signal = signal;
    this.#view = view;
  }

  /** Of the first file that could not be read. */
  get exitCode(): number {
    return this.#exitCode;
  }

  async hasNext(): Promise<boolean> {
    while (this.#tracks.length === 0) {
      const name = this.#files.shift();
      if (name === undefined || this.#signal.aborted) return false;
      try {
        this.#tracks = await readTracks(name, this.#signal);
        this.#view.warnings(this.#tracks[0]!);
      } catch (error) {
        if (this.#signal.aborted) return false;
        if (!(error instanceof AlsatsError)) throw error;
        this.#exitCode ||= exitCodeOf(error);
        this.#view.fileError(error);
      }
    }
    return true;
  }

  async next(): Promise<MidiTrack | null> {
    return (await this.hasNext()) ? this.#tracks.shift()! : null;
  }
}
