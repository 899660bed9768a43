/** What `receive` and `dump` tell while they run. */

import type { MidiInput } from '../../transfer/midi/port.js';
import type { JsonMessage } from './message-view.js';

/** How receiving came to its end; `closed`: nobody reads what is printed any more. */
export type EndReason = 'signal' | 'count' | 'silence' | 'closed';

export type ReceiveEvent =
  | {
      readonly type: 'start';
      readonly ports: readonly { readonly name: string; readonly timestamps: MidiInput['timestamps'] }[];
    }
  | {
      readonly type: 'message';
      readonly port: string;
      readonly message: JsonMessage;
      /** In hexadecimal. */
      readonly bytes: string;
    }
  | {
      readonly type: 'lost';
      readonly port: string;
      /** Null where nobody knows how much it was. */
      readonly byteLength: number | null;
    }
  | {
      readonly type: 'end';
      readonly reason: EndReason;
      readonly messages: number;
      readonly byteLength: number;
    };
