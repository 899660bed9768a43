/**
 * MIDI 1.0 messages as plain data ("MIDI 1.0 Detailed Specification", MIDI Association, 4.2.1).
 *
 * Numbers are those on the wire: channels count from 0 to 15 (text shows them as 1 to 16, see words/), data bytes reach
 * from 0 to 127, 14-bit values from 0 to 16383.
 */

interface ChannelMessage<Type extends string> {
  readonly type: Type;
  /** 0 to 15. */
  readonly channel: number;
}

export interface NoteOffMessage extends ChannelMessage<'note-off'> {
  readonly note: number;
  readonly velocity: number;
}

/** With velocity 0 it ends the note, as a note-off does; it is left as it was sent. */
export interface NoteOnMessage extends ChannelMessage<'note-on'> {
  readonly note: number;
  readonly velocity: number;
}

export interface PolyPressureMessage extends ChannelMessage<'poly-pressure'> {
  readonly note: number;
  readonly pressure: number;
}

export interface ControlChangeMessage extends ChannelMessage<'control-change'> {
  readonly controller: number;
  readonly value: number;
}

export interface ProgramChangeMessage extends ChannelMessage<'program-change'> {
  /** Counted from 0. */
  readonly program: number;
}

export interface ChannelPressureMessage extends ChannelMessage<'channel-pressure'> {
  readonly pressure: number;
}

export interface PitchBendMessage extends ChannelMessage<'pitch-bend'> {
  /** 0 to 16383; 8192 is the centre. */
  readonly bend: number;
}

/**
 * A system exclusive message, or a piece of a long one. The bytes are those on the wire, F0 and F7 included, without
 * the real-time messages that came in between: pieces in a row are the message.
 */
export interface SystemExclusiveMessage {
  readonly type: 'system-exclusive';
  /** Begins with F0 unless it goes on with an earlier piece. */
  readonly bytes: Uint8Array;
  /** `complete`: ends with F7. `open`: more pieces follow. `cut`: another message, or the end, came before the F7. */
  readonly end: 'complete' | 'open' | 'cut';
}

/** A quarter frame of MIDI time code. */
export interface TimeCodeMessage {
  readonly type: 'time-code';
  /** Which eighth of the time it is, 0 to 7. */
  readonly piece: number;
  /** 0 to 15. */
  readonly value: number;
}

export interface SongPositionMessage {
  readonly type: 'song-position';
  /** In MIDI beats, six clocks (a sixteenth note) each: 0 to 16383. */
  readonly beats: number;
}

export interface SongSelectMessage {
  readonly type: 'song-select';
  readonly song: number;
}

/** A message that is its status byte and no more. */
export interface PlainMessage {
  readonly type: 'tune-request' | 'clock' | 'start' | 'continue' | 'stop' | 'active-sensing' | 'reset';
}

/** A status byte the standard leaves undefined. Receivers are to ignore it; it is kept for who wants to see all. */
export interface UndefinedMessage {
  readonly type: 'undefined';
  /** 0xf4, 0xf5, 0xf9 or 0xfd. */
  readonly status: number;
}

export type ChannelVoiceMessage =
  | NoteOffMessage
  | NoteOnMessage
  | PolyPressureMessage
  | ControlChangeMessage
  | ProgramChangeMessage
  | ChannelPressureMessage
  | PitchBendMessage;

/** Any message; `type` tells which fields it has. */
export type MidiMessage =
  | ChannelVoiceMessage
  | SystemExclusiveMessage
  | TimeCodeMessage
  | SongPositionMessage
  | SongSelectMessage
  | PlainMessage
  | UndefinedMessage;

export type MidiMessageType = MidiMessage['type'];

export const channelVoiceTypes: readonly ChannelVoiceMessage['type'][] = Object.freeze([
  'note-off',
  'note-on',
  'poly-pressure',
  'control-change',
  'program-change',
  'channel-pressure',
  'pitch-bend',
]);

export const systemCommonTypes: readonly MidiMessageType[] = Object.freeze([
  'system-exclusive',
  'time-code',
  'song-position',
  'song-select',
  'tune-request',
]);

export const realTimeTypes: readonly MidiMessageType[] = Object.freeze([
  'clock',
  'start',
  'continue',
  'stop',
  'active-sensing',
  'reset',
]);

export const midiMessageTypes: readonly MidiMessageType[] = Object.freeze([
  ...channelVoiceTypes,
  ...systemCommonTypes,
  ...realTimeTypes,
  'undefined',
]);

export const SYSEX_START = 0xf0;
export const SYSEX_END = 0xf7;

/** The status bytes of the messages that are nothing else. */
export const plainStatus: Readonly<Record<PlainMessage['type'], number>> = Object.freeze({
  'tune-request': 0xf6,
  clock: 0xf8,
  start: 0xfa,
  continue: 0xfb,
  stop: 0xfc,
  'active-sensing': 0xfe,
  reset: 0xff,
});

/** Whether a message starts a note; with velocity 0 it does not. */
export function startsNote(message: MidiMessage): message is NoteOnMessage {
  return message.type === 'note-on' && message.velocity > 0;
}

/** Whether a message ends a note: a note-off, or a note-on with velocity 0. */
export function endsNote(message: MidiMessage): message is NoteOffMessage | NoteOnMessage {
  return message.type === 'note-off' || (message.type === 'note-on' && message.velocity === 0);
}
