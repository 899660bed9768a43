/** What a list of words says is to be done. */

import type { MidiMessage } from '../message.js';

export interface MessageStep {
  readonly kind: 'message';
  readonly message: MidiMessage;
}

/** Bytes to be sent as they are; they may be a part of a message, or several. */
export interface RawStep {
  readonly kind: 'raw';
  readonly bytes: Uint8Array;
}

/** A file with system exclusive messages to be sent. */
export interface SysexFileStep {
  readonly kind: 'sysex-file';
  readonly path: string;
}

interface WaitStep {
  readonly kind: 'wait';
  readonly seconds: number;
}

export type UntimedStep = MessageStep | RawStep | SysexFileStep | WaitStep;

/**
 * One thing to send, and when: seconds after the start, 0 for all where no times are given. What is due already, since
 * the words themselves came late, is to be sent at once.
 */
export type MidiStep = (MessageStep | RawStep | SysexFileStep) & { readonly atSeconds: number };
