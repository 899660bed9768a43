/** Events of the sequencer as lines of JSON, made by hand: they come by the thousand. */

import type { SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent } from '../../alsa/seq/event.js';
import { hexBytes } from '../../midi/words/word-text.js';
import { secondsText } from './event-text.js';
import { type LineBuffer, piece } from './line-buffer.js';

const NANOSECONDS = 1_000_000_000;

const TAG = piece(',"tag":');
const CHANNEL = piece(',"channel":');
const NOTE = piece(',"note":');
const VELOCITY = piece(',"velocity":');
const PARAM = piece(',"param":');
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

  /** `"source":…,"dest":…, … "velocity":100` */
  add(event: SeqEvent, lines: LineBuffer): void {
    const { time } = event;
    if ('tick' in time || time.nanoseconds >= NANOSECONDS) {
      lines.text(`${endsText(event)}${otherTime(time)}`);
    } else {
      lines.piece(this.#headOf(event, time.seconds));
      lines.digits(time.nanoseconds, 9);
    }
    lines.piece(TAG);
    lines.number(event.tag);
    addPayload(event, lines);
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

function addPayload(event: SeqEvent, lines: LineBuffer): void {
  switch (event.type) {
    case 'note-on':
    case 'note-off':
    case 'poly-pressure':
      lines.piece(CHANNEL);
      lines.number(event.channel);
      lines.piece(NOTE);
      lines.number(event.note);
      lines.piece(VELOCITY);
      lines.number(event.velocity);
      break;
    case 'control-change':
    case 'control-change-14':
    case 'nrpn':
    case 'rpn':
      lines.piece(CHANNEL);
      lines.number(event.channel);
      lines.piece(PARAM);
      lines.number(event.param);
      lines.piece(VALUE);
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
    default:
      lines.text(otherFields(event));
  }
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
