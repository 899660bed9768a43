/** Runs `alsats seq dump`: events as they arrive. */

import { formatSeqAddress, type SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent, SeqEventsLost } from '../../alsa/seq/event.js';
import { MidiEventCoder } from '../../alsa/seq/midi-event-coder.js';
import { MAX_SEQ_POOL_EVENTS } from '../../alsa/seq/pool.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import { callAfter } from '../../long-timer.js';
import type { MessageFilter } from '../../midi/message-filter.js';
import { umpMessage, umpTypes } from '../../midi/ump/message.js';
import { hexWords } from '../../midi/ump/packet.js';
import { hexBytes } from '../../midi/words/word-text.js';
import { jsonText } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import type { EndOptions, FilterOptions } from '../midi/options.js';
import { tellNotice } from '../notice.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import { anySender } from './connect.js';
import { EventFields } from './event-json.js';
import { EVENT_HEADER, EventColumns } from './event-text.js';
import { filterOf } from './filter.js';
import { readGraph } from './graph.js';
import { LineBuffer, piece } from './line-buffer.js';
import { openSequencer } from './open.js';
import { type FoundPort, findPort } from './port-lookup.js';
import { QUEUE_COLUMNS, QueueClock } from './queue-clock.js';
import { type UmpVersion, umpVersionOf } from './ump-version.js';

export const DUMP_SCHEMA = 'alsats.seq-dump/1';

export interface DumpOptions extends ShowOptions, FilterOptions, EndOptions {
  /** Ports to read from, with commas. */
  readonly port?: readonly string[];
  /** Shows the bytes that an event is on a wire. */
  readonly raw?: boolean;
  /** Reads as a client of MIDI 2.0, in this version of its protocol. */
  readonly ump?: UmpVersion;
}

/** @returns the exit code */
export async function dumpEvents(options: DumpOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const filter = filterOf(options, options.ump === undefined ? [] : umpTypes);
  using seq = openSequencer();
  if (options.ump !== undefined) seq.setMidiVersion(umpVersionOf(options.ump));
  const port = seq.createSimplePort('dump', ['write', 'subscribe-write']);
  const address = { client: seq.clientId, port };
  seq.setClientPool({ inputPool: MAX_SEQ_POOL_EVENTS });
  const clock = QueueClock.start(seq);
  if (clock.queue !== null) seq.changePort(port, { timestamps: { queue: clock.queue, unit: 'real' } });
  const sources = connectSources(seq, port, options.port ?? []);
  using signals = new StopSignals(outside);
  const output = new Output(outside.stdout, 'standard output', signals.stop);
  await output.write(options.json ? stateLine(clock, address, sources) : options.raw ? '' : headerText());
  if (!options.json && sources.length === 0)
    tellNotice(options, outside, `waiting for events at port ${formatSeqAddress(address)}`);
  using view = createView(options, clock);
  await pump(seq, { filter, view, output, signals, options });
  return EXIT_DONE;
}

function connectSources(seq: Seq, port: number, texts: readonly string[]): FoundPort[] {
  const words = texts.flatMap((text) => text.split(',')).filter((word) => word !== '');
  const graph = readGraph(seq);
  const sources = words.map((word) => findPort(word, graph, anySender));
  for (const source of sources) {
    // The same port may be named twice.
    if (seq.subscription(source, { client: seq.clientId, port }) === null) seq.connectFrom(port, source);
  }
  return sources;
}

/** How events are shown. */
interface View extends Disposable {
  /** Adds the line of an event. False where it has none. */
  add(event: SeqEvent, lines: LineBuffer): boolean;
  lost(): string;
}

function createView(options: DumpOptions, clock: QueueClock): View {
  if (options.json) return jsonView(clock);
  const lost = () => 'events were lost: they came faster than they could be shown';
  if (!options.raw) {
    const columns = new EventColumns();
    return {
      add: (event, lines) => {
        clock.addColumns(event, lines);
        columns.add(event, lines);
        return true;
      },
      lost,
      [Symbol.dispose]() {},
    };
  }
  const coder = MidiEventCoder.create();
  coder.setRunningStatus(false);
  return {
    add: (event, lines) => {
      const text = rawText(coder, event);
      if (text !== null) lines.text(text);
      return text !== null;
    },
    lost: () => `# ${lost()}`,
    [Symbol.dispose]: () => coder.close(),
  };
}

const COMMA = piece(',');
const OBJECT_END = piece('}');

function jsonView(clock: QueueClock): View {
  const fields = new EventFields();
  const starts = new Map<string, Uint8Array>();
  const startOf = (type: string) => {
    const known = starts.get(type);
    if (known !== undefined) return known;
    const start = piece(`{"type":"${type}",`);
    starts.set(type, start);
    return start;
  };
  return {
    add: (event, lines) => {
      lines.piece(startOf(event.type));
      clock.addJson(event, lines);
      lines.piece(COMMA);
      fields.add(event, lines);
      lines.piece(OBJECT_END);
      return true;
    },
    lost: () => `{"type":"events-lost",${clock.jsonNow()}}`,
    [Symbol.dispose]() {},
  };
}

function rawText(coder: MidiEventCoder, event: SeqEvent): string | null {
  if (event.type === 'system-exclusive') return hexBytes(event.data);
  if (event.type === 'ump') return hexWords(event.words);
  try {
    return hexBytes(coder.decode(event));
  } catch (error) {
    // Not everything at the sequencer is MIDI.
    if (error instanceof AlsatsError) return null;
    throw error;
  }
}

interface Pump {
  readonly filter: MessageFilter;
  readonly view: View;
  readonly output: Output;
  readonly signals: StopSignals;
  readonly options: DumpOptions;
}

/** Too short to be noticed, and for the kernel's room to run out; events carry the time they came in any case. */
const GATHER_MS = 2;

/** The next batch is read when all of one is written: what cannot be shown waits in the kernel. */
async function pump(seq: Seq, { filter, view, output, signals, options }: Pump): Promise<void> {
  let left = options.count ?? Number.POSITIVE_INFINITY;
  const silence = callAfter((options.timeout ?? Number.POSITIVE_INFINITY) * 1000, signals.stop);
  try {
    const lines = new LineBuffer();
    // Asked once, not for each event.
    const wanted = filter.isOpen ? null : filter;
    for await (const batch of seq.batches(signals.signal, { gatherMs: GATHER_MS })) {
      for (const event of batch) {
        if (!addLine(event, wanted, view, lines)) continue;
        if (event.type !== 'events-lost' && --left <= 0) break;
      }
      if (lines.length === 0) continue;
      silence?.refresh();
      await output.write(lines.bytes);
      lines.clear();
      if (left <= 0) return;
    }
  } finally {
    clearTimeout(silence);
  }
}

/** False for what is not shown. */
function addLine(
  event: SeqEvent | SeqEventsLost,
  filter: MessageFilter | null,
  view: View,
  lines: LineBuffer,
): boolean {
  if (event.type === 'events-lost') lines.text(view.lost());
  else if ((filter !== null && !passes(filter, event)) || !view.add(event, lines)) return false;
  lines.endLine();
  return true;
}

/** Packets are chosen by what they say. */
function passes(filter: MessageFilter, event: SeqEvent): boolean {
  if (event.type !== 'ump') return filter.passes(event);
  const { type, channel } = umpMessage(event.words);
  return filter.passes(channel === null ? { type } : { type, channel });
}

function headerText(): string {
  return `${'Time'.padEnd(12)}  ${'Queue'.padStart(QUEUE_COLUMNS)}  ${EVENT_HEADER}\n`;
}

function stateLine(clock: QueueClock, port: SeqAddress, sources: readonly FoundPort[]): string {
  const state = { schema: DUMP_SCHEMA, port, queue: clock.queue, sources };
  return `{"type":"state",${clock.jsonNow()},${jsonText(state).slice(1)}\n`;
}
