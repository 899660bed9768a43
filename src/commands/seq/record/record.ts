/** Runs `alsats seq record`. */

import { AlsaError } from '../../../alsa/error.js';
import { Seq } from '../../../alsa/seq/seq.js';
import { AlsatsError } from '../../../error.js';
import type { Division } from '../../../midi/file/division.js';
import { MidiFileWriter } from '../../../midi/file/file-writer.js';
import { takesKeys } from '../../../terminal/key-input.js';
import { MidiRecorder } from '../../../transfer/midi/midi-recorder.js';
import type { MidiRecordingEvent } from '../../../transfer/midi/midi-recorder-options.js';
import { queueTempoOf } from '../../../transfer/midi/queue-tempo.js';
import { SeqInlet } from '../../../transfer/midi/seq-inlet.js';
import { EXIT_DONE, exitCodeOf } from '../../exit-code.js';
import { JobControls, type Keys, loadKeys } from '../../job-controls.js';
import type { Outside } from '../../outside.js';
import { refuseEmpty } from '../../show-options.js';
import { isReceiver, isSender, readGraph } from '../graph.js';
import { onPartingSignals } from '../parting-signals.js';
import { type FoundPort, findPort } from '../port-lookup.js';
import type { SeqRecordOptions } from './definition.js';
import { openTarget, splitFile, writeError } from './target.js';
import { createSeqRecordView, type SeqRecordEvent, type SeqRecordView } from './view.js';

const CLIENT_NAME = 'alsats record';
const sending = { purpose: 'to read from', isFit: isSender };
const receiving = { purpose: 'to send to', isFit: isReceiver };
const DEFAULT_TICKS_PER_QUARTER = 384;
const DEFAULT_TICKS_PER_FRAME = 40;
const MAX_TICKS_PER_FRAME = 255;

/** @returns the exit code @throws AlsatsError what made it end early */
export async function seqRecord(file: string, options: SeqRecordOptions, outside: Outside): Promise<number> {
  refuseEmpty(file, 'the name of a file');
  checkOptions(file, options, outside);
  let viewFailure: unknown = null;
  const view = await createSeqRecordView(file, options, outside, (error) => {
    viewFailure ??= error;
  });
  try {
    const exit = await recordTo(file, options, outside, view);
    if (viewFailure !== null) throw viewFailure;
    return exit;
  } finally {
    view.close();
  }
}

function checkOptions(file: string, options: SeqRecordOptions, outside: Outside): void {
  const refuse = (message: string, hint?: string): never => {
    throw new AlsatsError('invalid', message, { hint });
  };
  if (portTexts(options).length === 0) {
    refuse('no port to record', 'name it with -p; "alsats seq list" shows them');
  }
  if (file === '-')
    refuse('a MIDI file cannot be written to standard output: its length stands in its beginning');
  if (options.countIn && options.metronome === undefined)
    refuse('--count-in needs --metronome, the port to click at');
  if (options.countIn && options.waitForNote) refuse('--count-in does not go with --wait-for-note');
  if (options.smpte !== undefined && (options.ticks ?? 0) > MAX_TICKS_PER_FRAME) {
    refuse(`a frame has at most ${MAX_TICKS_PER_FRAME} ticks`);
  }
  if (options.interactive && !takesKeys(outside.stdin)) {
    refuse('--interactive needs a terminal as standard input, for the keys');
  }
}

function portTexts({ port = [] }: SeqRecordOptions): string[] {
  return port
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function divisionOf({ smpte, ticks }: SeqRecordOptions): Division {
  return smpte === undefined
    ? { kind: 'musical', ticksPerQuarter: ticks ?? DEFAULT_TICKS_PER_QUARTER }
    : { kind: 'smpte', framesPerSecond: smpte, ticksPerFrame: ticks ?? DEFAULT_TICKS_PER_FRAME };
}

async function recordTo(
  file: string,
  options: SeqRecordOptions,
  outside: Outside,
  view: SeqRecordView,
): Promise<number> {
  const keys = await loadKeys(outside, options.interactive === true || options.quiet !== true);
  using seq = Seq.open({ clientName: CLIENT_NAME, nonblock: true });
  const graph = readGraph(seq);
  const sources = portTexts(options).map((text) => findPort(text, graph, sending));
  const metronome = options.metronome === undefined ? null : findPort(options.metronome, graph, receiving);
  const division = divisionOf(options);
  using inlet = new SeqInlet({ seq, sources, metronome, tempo: queueTempoOf(division, options.bpm) });
  // All else is known to be good: only now is a file that may be there emptied.
  const writer = new MidiFileWriter(await openTarget(file, options.clobber), division);
  view.event({ type: 'ports', ports: sources });
  const recorder = new MidiRecorder({
    inlet,
    writer,
    division,
    beatsPerMinute: options.bpm,
    timeSignature: options.timesig,
    metronome: metronome !== null,
    countInBars: options.countIn,
    waitForNote: options.waitForNote,
    stopAfterSilenceSeconds: options.stopAfterSilence,
    durationSeconds: options.duration,
    maxMessages: options.numEvents,
    onEvent: (event) => view.event(told(event, sources)),
  });
  using _parting = onPartingSignals(outside, () => recorder.stop());
  const controls = createControls(recorder, keys, outside, view);
  const interval = view.progressIntervalMs;
  const timer =
    interval === null ? undefined : setInterval(() => view.progress(recorder.progress()), interval);
  controls.start();
  let exit = EXIT_DONE;
  try {
    await recorder.run();
    await splitWhereAsked(file, division, sources, options);
    if (recorder.end === 'sources-gone') throw new AlsatsError('disconnected', goneText(sources));
  } catch (error) {
    const failure = isOurs(error) ? error : writeError(file, error);
    exit = exitCodeOf(failure);
    throw failure;
  } finally {
    clearInterval(timer);
    controls.close();
    view.event(endEvent(file, recorder, writer, exit));
  }
  await view.flush();
  return exit;
}

/** Of the sequencer, of ours, or a fault; all else is what the system says of the file. */
function isOurs(error: unknown): boolean {
  return (
    error instanceof AlsaError || error instanceof AlsatsError || !(error instanceof Error && 'code' in error)
  );
}

async function splitWhereAsked(
  file: string,
  division: Division,
  sources: readonly FoundPort[],
  { splitChannels = false }: SeqRecordOptions,
): Promise<void> {
  if (sources.length === 1 && !splitChannels) return;
  const portNames = sources.map(({ clientName, portName }) =>
    portName.includes(clientName) ? portName : `${clientName} ${portName}`,
  );
  await splitFile(file, { division, byChannel: splitChannels, portNames });
}

function createControls(
  recorder: MidiRecorder,
  keys: Keys | null,
  outside: Outside,
  view: SeqRecordView,
): JobControls {
  return new JobControls({
    outside,
    keys,
    onKey: (key) => {
      if (key === 'q') recorder.stop();
    },
    onStop: () => recorder.stop(),
    onUserSignal: () => {},
    onSuspend: () => view.suspend(),
    onContinue: () => {},
  });
}

function told(event: MidiRecordingEvent, sources: readonly FoundPort[]): SeqRecordEvent {
  switch (event.type) {
    case 'lost':
      return { type: 'warning', message: 'messages came faster than they were read, and some are lost' };
    case 'source-gone':
      return { type: 'warning', message: goneText([sources[event.source]!]) };
    default:
      return event;
  }
}

function goneText(ports: readonly FoundPort[]): string {
  const names = ports.map(({ client, port, clientName }) => `${client}:${port} of "${clientName}"`);
  return `port ${names.join(', ')} went away`;
}

function endEvent(
  name: string,
  recorder: MidiRecorder,
  writer: MidiFileWriter,
  exit: number,
): SeqRecordEvent {
  return {
    type: 'end',
    name,
    reason: recorder.end,
    messages: recorder.messages,
    seconds: recorder.recordedSeconds,
    bytesWritten: writer.bytesWritten,
    lost: recorder.lost,
    exit,
  };
}
