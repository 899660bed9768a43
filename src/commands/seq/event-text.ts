/** Events of the sequencer for a person to read. */

import { formatSeqAddress, type SeqAddress } from '../../alsa/seq/address.js';
import type { SeqEvent } from '../../alsa/seq/event.js';
import { umpMessage } from '../../midi/ump/message.js';
import { hexBytes } from '../../midi/words/word-text.js';
import type { LineBuffer } from './line-buffer.js';
import { MessagePieces } from './message-pieces.js';
import { umpDataText, umpLabel } from './ump-view.js';

const labels: Readonly<Record<Exclude<SeqEvent['type'], 'ump'>, string>> = {
  system: 'System',
  result: 'Result',
  note: 'Note',
  'note-on': 'Note on',
  'note-off': 'Note off',
  'poly-pressure': 'Poly pressure',
  'control-change': 'Control change',
  'program-change': 'Program change',
  'channel-pressure': 'Channel pressure',
  'pitch-bend': 'Pitch bend',
  'control-change-14': '14-bit controller',
  nrpn: 'NRPN',
  rpn: 'RPN',
  'song-position': 'Song position',
  'song-select': 'Song select',
  'time-code': 'Time code',
  'time-signature': 'Time signature',
  'key-signature': 'Key signature',
  start: 'Start',
  continue: 'Continue',
  stop: 'Stop',
  'set-position-tick': 'Set queue position',
  'set-position-time': 'Set queue time',
  tempo: 'Set queue tempo',
  clock: 'Clock',
  tick: 'Tick',
  'queue-skew': 'Queue timer skew',
  'sync-position': 'Sync position',
  'tune-request': 'Tune request',
  reset: 'Reset',
  'active-sensing': 'Active sensing',
  echo: 'Echo',
  oss: 'OSS',
  'client-start': 'Client start',
  'client-exit': 'Client exit',
  'client-change': 'Client changed',
  'port-start': 'Port start',
  'port-exit': 'Port exit',
  'port-change': 'Port changed',
  'port-subscribed': 'Port subscribed',
  'port-unsubscribed': 'Port unsubscribed',
  'ump-endpoint-change': 'UMP endpoint changed',
  'ump-block-change': 'UMP block changed',
  'user-0': 'User 0',
  'user-1': 'User 1',
  'user-2': 'User 2',
  'user-3': 'User 3',
  'user-4': 'User 4',
  'user-5': 'User 5',
  'user-6': 'User 6',
  'user-7': 'User 7',
  'user-8': 'User 8',
  'user-9': 'User 9',
  'system-exclusive': 'System exclusive',
  bounce: 'Bounce',
  'user-variable-0': 'User data 0',
  'user-variable-1': 'User data 1',
  'user-variable-2': 'User data 2',
  'user-variable-3': 'User data 3',
  'user-variable-4': 'User data 4',
  none: 'None',
  unknown: 'Unknown',
};

const LABEL_COLUMNS = 20;
/** Above the lines of {@link EventColumns}. */
export const EVENT_HEADER = `${'Source'.padEnd(7)}  ${'Event'.padEnd(LABEL_COLUMNS)}  Ch  Data`;

/** Before the columns of an event. */
const GAP = '  ';

/** Events in columns: `  14:0    Note on               1  note 60, velocity 100`. */
export class EventColumns {
  // Events come from few ports, whose addresses are shared objects.
  #source: SeqAddress | null = null;
  readonly #starts = new MessagePieces(startText);

  add(event: SeqEvent, lines: LineBuffer): void {
    if (event.source !== this.#source) {
      this.#source = event.source;
      this.#starts.clear();
    }
    switch (event.type) {
      case 'note-on':
      case 'note-off':
        lines.piece(this.#starts.of(event, event.channel, event.note));
        lines.number(event.velocity);
        break;
      case 'control-change':
        lines.piece(this.#starts.of(event, event.channel, event.param));
        lines.number(event.value);
        break;
      case 'ump': {
        const message = umpMessage(event.words);
        const head = headText(event.source, umpLabel(message), message.channel);
        lines.text(GAP + head + umpDataText(message, event.words));
        break;
      }
      default: {
        const data = dataText(event);
        const head = headText(event.source, labels[event.type], 'channel' in event ? event.channel : null);
        lines.text(GAP + (data === '' ? head.trimEnd() : head + data));
      }
    }
  }
}

/** All but the last value of a message. */
function startText(event: SeqEvent, channel: number, first: number): string {
  const label = event.type === 'ump' ? '' : labels[event.type];
  const data = event.type === 'control-change' ? `controller ${first}, value ` : `note ${first}, velocity `;
  return GAP + headText(event.source, label, channel) + data;
}

/** Channels as musicians count them, and room for those that MIDI does not have. */
function headText(source: SeqAddress, label: string, channel: number | null): string {
  const address = `${String(source.client).padStart(3)}:${String(source.port).padEnd(3)}`;
  const shownChannel = channel === null ? '  -' : String(channel + 1).padStart(3);
  return `${address}  ${label.padEnd(LABEL_COLUMNS)}${shownChannel}  `;
}

function dataText(event: Exclude<SeqEvent, { type: 'ump' }>): string {
  switch (event.type) {
    case 'poly-pressure':
      return `note ${event.note}, value ${event.velocity}`;
    case 'note':
      return `note ${event.note}, velocity ${event.velocity}, off velocity ${event.offVelocity}, duration ${event.duration}`;
    case 'control-change-14':
      return `controller ${event.param}, value ${event.value}`;
    case 'nrpn':
    case 'rpn':
      return `parameter ${event.param}, value ${event.value}`;
    case 'program-change':
      return `program ${event.value}`;
    case 'channel-pressure':
    case 'pitch-bend':
    case 'song-position':
      return `value ${event.value}`;
    case 'song-select':
      return `song ${event.value}`;
    case 'time-code':
      return `piece ${event.value >> 4}, value ${event.value & 15}`;
    case 'time-signature':
    case 'key-signature':
      return `value 0x${(event.value >>> 0).toString(16).padStart(8, '0')}`;
    case 'set-position-tick':
      return `queue ${event.affectedQueue}, tick ${event.tick}`;
    case 'set-position-time':
      return `queue ${event.affectedQueue}, time ${secondsText(event.seconds, event.nanoseconds)}`;
    case 'tempo':
      return `queue ${event.affectedQueue}, ${event.microsecondsPerBeat} us per beat`;
    case 'queue-skew':
      return `queue ${event.affectedQueue}, ${event.skew}/${event.skewBase}`;
    case 'sync-position':
      return `queue ${event.affectedQueue}, position ${event.position}`;
    case 'start':
    case 'continue':
    case 'stop':
    case 'clock':
    case 'tick':
      return event.affectedQueue === 0 ? '' : `queue ${event.affectedQueue}`;
    case 'client-start':
    case 'client-exit':
    case 'client-change':
      return `client ${event.address.client}`;
    case 'port-start':
    case 'port-exit':
    case 'port-change':
      return formatSeqAddress(event.address);
    case 'port-subscribed':
    case 'port-unsubscribed':
      return `${formatSeqAddress(event.connection.sender)} → ${formatSeqAddress(event.connection.dest)}`;
    case 'ump-endpoint-change':
      return `client ${event.client}`;
    case 'ump-block-change':
      return `client ${event.client}, block ${event.block}`;
    case 'system':
    case 'result':
      return `event ${event.event}, result ${event.result}`;
    case 'unknown':
      return `type ${event.typeNumber}, ${hexBytes(event.data)}`;
    case 'tune-request':
    case 'reset':
    case 'active-sensing':
    case 'none':
      return '';
    default:
      return 'data' in event ? hexBytes(event.data) : '';
  }
}

/** `12.345678901` */
export function secondsText(seconds: number, nanoseconds: number): string {
  // Others may stamp their events with anything.
  if (nanoseconds >= 1_000_000_000) return String(seconds + nanoseconds / 1e9);
  return `${seconds}.${String(nanoseconds).padStart(9, '0')}`;
}
