/** Events of the sequencer as lines of JSON, made by hand: they come by the thousand. */

import type { SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent } from '../../alsa/seq/event.js';
import { hexBytes } from '../../midi/words/word-text.js';
import { secondsText } from './event-text.js';
import { type LineBuffer, piece } from './line-buffer.js';
import { MessagePieces } from './message-pieces.js';
import { umpFields } from './ump-view.js';

const NANOSECONDS = 1_000_000_000;

const TAG = piece(',"tag":');
const CHANNEL = piece(',"channel":');
const VALUE = piece(',"value":');

/** Adds the fields of events after `type`, `time` and `monotonic`; nothing in them needs escaping. */
export class EventFields {
  // Events come from few ports to one of ours, many in a second: what is said of that is made once. Addresses are shared
  // objects.
  #source: SeqAddress | null = null;
  #dest: SeqAddress | null = null;
  #queue = -1;
  #seconds = Number.NaN;
  #head: Uint8Array = new Uint8Array();
  readonly #starts = new MessagePieces(startText);

  /** `"source":…,"dest":…, … "velocity":100` */
  add(event: SeqEvent, lines: LineBuffer): void {
    const { time } = event;
    if ('tick' in time || time.nanoseconds >= NANOSECONDS) {
      lines.text(`${endsText(event)}${otherTime(time)}`);
    } else {
      lines.piece(this.#headOf(event, time.seconds));
      lines.thousands(time.nanoseconds, 3);
    }
    lines.piece(TAG);
    lines.number(event.tag);
    this.#addPayload(event, lines);
  }

  #addPayload(event: SeqEvent, lines: LineBuffer): void {
    switch (event.type) {
      case 'note-on':
      case 'note-off':
      case 'poly-pressure':
        lines.piece(this.#starts.of(event, event.channel, event.note));
        lines.number(event.velocity);
        break;
      case 'control-change':
      case 'control-change-14':
      case 'nrpn':
      case 'rpn':
        lines.piece(this.#starts.of(event, event.channel, event.param));
        lines.number(event.value);
        break;
      case 'program-change':
      case 'channel-pressure':
      case 'pitch-bend':
        lines.piece(CHANNEL);
        lines.number(event.channel);
        lines.piece(VALUE);
        lines.number(event.value);
        break;
      case 'ump':
        lines.text(umpFields(event));
        break;
      default:
        lines.text(otherFields(event));
    }
  }

  /** All up to the fraction of the time's second. */
  #headOf(event: SeqEvent, seconds: number): Uint8Array {
    const { source, dest, queue } = event;
    if (
      source !== this.#source ||
      dest !== this.#dest ||
      queue !== this.#queue ||
      seconds !== this.#seconds
    ) {
      this.#source = source;
      this.#dest = dest;
      this.#queue = queue;
      this.#seconds = seconds;
      this.#head = piece(`${endsText(event)}"tick":null,"seconds":${seconds}.`);
    }
    return this.#head;
  }
}

function endsText({ source, dest, queue }: SeqEvent): string {
  return `"source":{"client":${source.client},"port":${source.port}},"dest":{"client":${dest.client},"port":${dest.port}},"queue":${queue},`;
}

/** A time in ticks, or one that somebody wrote into the event who takes no care. */
function otherTime(time: SeqEvent['time']): string {
  return 'tick' in time
    ? `"tick":${time.tick},"seconds":null`
    : `"tick":null,"seconds":${secondsText(time.seconds, time.nanoseconds)}`;
}

/** All but the last value of a message. */
function startText({ type }: SeqEvent, channel: number, first: number): string {
  const isNote = type === 'note-on' || type === 'note-off' || type === 'poly-pressure';
  const rest = isNote ? `"note":${first},"velocity":` : `"param":${first},"value":`;
  return `,"channel":${channel},${rest}`;
}

const headerFields = new Set([
  'type',
  'source',
  'dest',
  'queue',
  'time',
  'tag',
  'isHighPriority',
  'tick',
  'seconds',
  'nanoseconds',
]);

/** Whatever else an event has; data as hexadecimal digits. */
function otherFields(event: SeqEvent): string {
  let text = '';
  for (const [name, value] of Object.entries(event)) {
    if (name === 'data') text += `,"bytes":"${hexBytes(value as Uint8Array)}"`;
    else if (!headerFields.has(name)) text += `,${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  // A position is a time too; the event's own has the plain names.
  if (event.type === 'set-position-tick') text += `,"position":${event.tick}`;
  if (event.type === 'set-position-time') text += `,"position":${event.seconds + event.nanoseconds / 1e9}`;
  return text;
}
