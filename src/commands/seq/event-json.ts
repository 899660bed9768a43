/** Events of the sequencer as lines of JSON, made by hand: they come by the thousand. */

import type { SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent } from '../../alsa/seq/event.js';
import { hexBytes } from '../../midi/words/word-text.js';
import { secondsText } from './event-text.js';

/** Makes the fields of events after `type`, `time` and `monotonic`; nothing in them needs escaping. */
export class EventFields {
  // Events come from few ports to one of ours: what is said of them is made once. Addresses are shared objects.
  #source: SeqAddress | null = null;
  #dest: SeqAddress | null = null;
  #queue = -1;
  #ends = '';

  /** `"source":…,"dest":…, … "velocity":100` */
  text(event: SeqEvent): string {
    const { source, dest, queue, time } = event;
    if (source !== this.#source || dest !== this.#dest || queue !== this.#queue) {
      this.#source = source;
      this.#dest = dest;
      this.#queue = queue;
      this.#ends = `"source":{"client":${source.client},"port":${source.port}},"dest":{"client":${dest.client},"port":${dest.port}},"queue":${queue},`;
    }
    const stamp =
      'tick' in time
        ? `"tick":${time.tick},"seconds":null`
        : `"tick":null,"seconds":${secondsText(time.seconds, time.nanoseconds)}`;
    return `${this.#ends}${stamp},"tag":${event.tag}${payloadFields(event)}`;
  }
}

function payloadFields(event: SeqEvent): string {
  switch (event.type) {
    case 'note-on':
    case 'note-off':
    case 'poly-pressure':
      return `,"channel":${event.channel},"note":${event.note},"velocity":${event.velocity}`;
    case 'control-change':
    case 'control-change-14':
    case 'nrpn':
    case 'rpn':
      return `,"channel":${event.channel},"param":${event.param},"value":${event.value}`;
    case 'program-change':
    case 'channel-pressure':
    case 'pitch-bend':
      return `,"channel":${event.channel},"value":${event.value}`;
    default:
      return otherFields(event);
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
