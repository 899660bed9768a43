/** Runs `alsats seq dump`: events as they arrive. */

import { formatSeqAddress, type SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent, SeqEventsLost } from '../../alsa/seq/event.js';
import { MidiEventCoder } from '../../alsa/seq/midi-event-coder.js';
import { MAX_SEQ_POOL_EVENTS } from '../../alsa/seq/pool.js';
import type { Seq } from '../../alsa/seq/seq.js';
import { AlsatsError } from '../../error.js';
import type { MessageFilter } from '../../midi/message-filter.js';
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
import { EVENT_HEADER, eventText } from './event-text.js';
import { filterOf } from './filter.js';
import { readGraph } from './graph.js';
import { openSequencer } from './open.js';
import { type FoundPort, findPort } from './port-lookup.js';
import { QUEUE_COLUMNS, QueueClock } from './queue-clock.js';

export const DUMP_SCHEMA = 'alsats.seq-dump/1';

export interface DumpOptions extends ShowOptions, FilterOptions, EndOptions {
  /** Ports to read from, with commas. */
  readonly port?: readonly string[];
  /** Shows the bytes that an event is on a wire. */
  readonly raw?: boolean;
}

/** @returns the exit code */
export async function dumpEvents(options: DumpOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const filter = filterOf(options);
  using seq = openSequencer();
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

/** Makes the text of an event; null for one that is not shown. */
interface View extends Disposable {
  line(event: SeqEvent): string | null;
  lost(): string;
}

function createView(options: DumpOptions, clock: QueueClock): View {
  if (options.json) {
    const fields = new EventFields();
    return {
      line: (event) => `{"type":"${event.type}",${clock.jsonStamps(event)},${fields.text(event)}}`,
      lost: () => `{"type":"events-lost",${clock.jsonStamps(null)}}`,
      [Symbol.dispose]() {},
    };
  }
  const lost = () => 'events were lost: they came faster than they could be shown';
  if (!options.raw) {
    return {
      line: (event) => `${clock.text(event)}  ${eventText(event)}`,
      lost,
      [Symbol.dispose]() {},
    };
  }
  const coder = MidiEventCoder.create();
  coder.setRunningStatus(false);
  return {
    line: (event) => rawText(coder, event),
    lost: () => `# ${lost()}`,
    [Symbol.dispose]: () => coder.close(),
  };
}

function rawText(coder: MidiEventCoder, event: SeqEvent): string | null {
  if (event.type === 'system-exclusive') return hexBytes(event.data);
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

/** Longer strings go to a part of the heap where each costs the kernel's pages: many short writes are twice as fast. */
const MOST_WRITE_CHARACTERS = 32_768;

/** Too short to be noticed, and for the kernel's room to run out; events carry the time they came in any case. */
const GATHER_MS = 2;

/** The next batch is read when all of one is written: what cannot be shown waits in the kernel. */
async function pump(seq: Seq, { filter, view, output, signals, options }: Pump): Promise<void> {
  let left = options.count ?? Number.POSITIVE_INFINITY;
  const silence = options.timeout === undefined ? null : setTimeout(signals.stop, options.timeout * 1000);
  try {
    for await (const batch of seq.batches(signals.signal, { gatherMs: GATHER_MS })) {
      let text = '';
      for (const event of batch) {
        const line = lineOf(event, filter, view);
        if (line === null) continue;
        if (text === '') silence?.refresh();
        text += line;
        text += '\n';
        if (event.type !== 'events-lost' && --left <= 0) break;
        if (text.length < MOST_WRITE_CHARACTERS) continue;
        await output.write(text);
        text = '';
      }
      if (text !== '') await output.write(text);
      if (left <= 0) return;
    }
  } finally {
    if (silence !== null) clearTimeout(silence);
  }
}

/** Null for what is not shown. */
function lineOf(event: SeqEvent | SeqEventsLost, filter: MessageFilter, view: View): string | null {
  if (event.type === 'events-lost') return view.lost();
  return filter.isOpen || filter.passes(event) ? view.line(event) : null;
}

function headerText(): string {
  return `${'Time'.padEnd(12)}  ${'Queue'.padStart(QUEUE_COLUMNS)}  ${EVENT_HEADER}\n`;
}

function stateLine(clock: QueueClock, port: SeqAddress, sources: readonly FoundPort[]): string {
  const state = { schema: DUMP_SCHEMA, port, queue: clock.queue, sources };
  return `{"type":"state",${clock.jsonStamps(null)},${jsonText(state).slice(1)}\n`;
}
