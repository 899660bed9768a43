/**
 * Finds the messages in a stream of MIDI bytes: running status, real-time messages anywhere (also inside system
 * exclusive), bytes that belong to nothing. Any bytes are taken, and memory is bounded.
 */

import { type MidiMessage, type PlainMessage, plainStatus, SYSEX_END, SYSEX_START } from './message.js';

export interface MidiStreamParserOptions {
  /**
   * Called for each message, within `feed()` or `finish()`. `startByte` and `endByte` count from the start of the
   * stream: its first byte (the first data byte under running status), and the one behind its last.
   */
  readonly onMessage: (message: MidiMessage, startByte: number, endByte: number) => void;
  /** A longer system exclusive message comes in pieces of at most so many bytes; 65536 by default. */
  readonly sysexPieceBytes?: number;
}

const plainTypes = new Map(
  Object.entries(plainStatus).map(([type, status]) => [status, type as PlainMessage['type']]),
);

/** Data bytes by the upper half of a channel message's status byte. */
const voiceDataBytes = [2, 2, 2, 2, 1, 1, 2];
const firstSysexBytes = 256;
const defaultPieceBytes = 65_536;

export class MidiStreamParser {
  readonly #onMessage: MidiStreamParserOptions['onMessage'];
  readonly #pieceBytes: number;
  /** Status byte the next data bytes belong to, F0 within system exclusive, 0 where there is none. */
  #status = 0;
  #dataBytes = 0;
  #first = 0;
  #hasFirst = false;
  /** Bytes there are of a message that has begun, its status byte included where it has one of its own. */
  #begunBytes = 0;
  #sysex = new Uint8Array(firstSysexBytes);
  #sysexBytes = 0;
  #startByte = 0;
  #streamBytes = 0;
  #strayBytes = 0;

  constructor(options: MidiStreamParserOptions) {
    this.#onMessage = options.onMessage;
    this.#pieceBytes = Math.max(1, options.sysexPieceBytes ?? defaultPieceBytes);
  }

  /** Bytes fed so far. */
  get streamBytes(): number {
    return this.#streamBytes;
  }

  /** Bytes so far that belong to no message: data bytes without a status, and parts of messages that were cut off. */
  get strayBytes(): number {
    return this.#strayBytes;
  }

  /** Whether a message has begun that is not complete. */
  get isWithinMessage(): boolean {
    return this.#begunBytes > 0;
  }

  /** Takes the next bytes of the stream. */
  feed(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index]!;
      if (byte < 0x80 && this.#status === SYSEX_START) {
        // Dumps are megabytes long: they are taken as a whole.
        const end = dataEnd(bytes, index);
        this.#holdAll(bytes.subarray(index, end));
        index = end - 1;
        continue;
      }
      this.#streamBytes++;
      if (byte < 0x80) this.#onData(byte);
      else if (byte >= 0xf8) this.#onRealTime(byte);
      else this.#onStatus(byte);
    }
  }

  /** The stream is at its end, or broke off: what is there of a system exclusive message is handed out as cut. */
  finish(): void {
    this.#abandon(this.#streamBytes);
    this.#status = 0;
  }

  /** Forgets what was begun. */
  reset(): void {
    this.#status = 0;
    this.#begunBytes = 0;
    this.#hasFirst = false;
    this.#sysexBytes = 0;
  }

  #onRealTime(byte: number): void {
    const at = this.#streamBytes - 1;
    const type = plainTypes.get(byte);
    this.#onMessage(
      type === undefined ? { type: 'undefined', status: byte } : { type },
      at,
      this.#streamBytes,
    );
  }

  #onStatus(byte: number): void {
    const at = this.#streamBytes - 1;
    if (byte === SYSEX_END && this.#status === SYSEX_START) {
      this.#hold(byte);
      this.#status = 0;
      this.#begunBytes = 0;
      this.#emitSysex('complete', this.#streamBytes);
      return;
    }
    this.#abandon(at);
    this.#dataBytes = dataBytesOf(byte);
    if (byte !== SYSEX_START && this.#dataBytes === 0) {
      this.#status = 0;
      // An end of system exclusive that never began says nothing.
      if (byte === SYSEX_END) this.#strayBytes++;
      else this.#onRealTime(byte);
      return;
    }
    this.#startByte = at;
    this.#status = byte;
    this.#begunBytes = 1;
    if (byte === SYSEX_START) this.#hold(byte);
  }

  #onData(byte: number): void {
    const status = this.#status;
    if (status === 0) {
      this.#strayBytes++;
      return;
    }
    // Under running status a message begins with its first data byte.
    if (this.#begunBytes === 0) this.#startByte = this.#streamBytes - 1;
    this.#begunBytes++;
    if (this.#dataBytes === 2 && !this.#hasFirst) {
      this.#first = byte;
      this.#hasFirst = true;
      return;
    }
    const message = this.#dataBytes === 2 ? twoBytes(status, this.#first, byte) : oneByte(status, byte);
    this.#hasFirst = false;
    this.#begunBytes = 0;
    if (status >= 0xf0) this.#status = 0;
    this.#onMessage(message, this.#startByte, this.#streamBytes);
  }

  #hold(byte: number): void {
    this.#makeRoom(1, this.#streamBytes - 1);
    this.#sysex[this.#sysexBytes++] = byte;
  }

  /** Data bytes of a system exclusive message, which are not counted yet. */
  #holdAll(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const room = this.#makeRoom(bytes.length - at, this.#streamBytes);
      const part = bytes.subarray(at, at + room);
      this.#sysex.set(part, this.#sysexBytes);
      this.#sysexBytes += part.length;
      this.#streamBytes += part.length;
      at += part.length;
    }
  }

  /**
   * Makes room for more of a system exclusive message, handing out a piece of it that is full.
   *
   * @param atByte where in the stream the next byte is
   * @returns for how many bytes there is room now: so many as are wanted, or as a piece still takes
   */
  #makeRoom(wantedBytes: number, atByte: number): number {
    if (this.#sysexBytes === this.#pieceBytes) {
      this.#emitSysex('open', atByte);
      this.#startByte = atByte;
    }
    const needed = Math.min(this.#pieceBytes, this.#sysexBytes + wantedBytes);
    if (needed > this.#sysex.length) {
      const larger = new Uint8Array(Math.min(this.#pieceBytes, Math.max(needed, this.#sysex.length * 4)));
      larger.set(this.#sysex);
      this.#sysex = larger;
    }
    return needed - this.#sysexBytes;
  }

  #emitSysex(end: 'complete' | 'open' | 'cut', endByte: number): void {
    const bytes = this.#sysex.slice(0, this.#sysexBytes);
    this.#sysexBytes = 0;
    this.#onMessage({ type: 'system-exclusive', bytes, end }, this.#startByte, endByte);
  }

  /** Another message begins, or nothing comes any more, while one is under way. */
  #abandon(endByte: number): void {
    if (this.#status === SYSEX_START) {
      this.#status = 0;
      this.#emitSysex('cut', endByte);
    } else {
      this.#strayBytes += this.#begunBytes;
    }
    this.#begunBytes = 0;
    this.#hasFirst = false;
  }
}

const STATUS_BITS = 0x8080_8080;

/** Where the data bytes at `start` end: at a status byte, or with the bytes. Looks at four at once where it can. */
function dataEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  const isData = () => end < bytes.length && bytes[end]! < 0x80;
  while ((bytes.byteOffset + end) % 4 !== 0 && isData()) end++;
  if ((bytes.byteOffset + end) % 4 !== 0) return end;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + end, (bytes.length - end) >> 2);
  let index = 0;
  while (index < words.length && (words[index]! & STATUS_BITS) === 0) index++;
  end += 4 * index;
  while (isData()) end++;
  return end;
}

/** How many data bytes follow a status byte; 0 also for system exclusive, which has any number. */
function dataBytesOf(status: number): number {
  if (status < 0xf0) return voiceDataBytes[(status >> 4) - 8]!;
  return status === 0xf2 ? 2 : status === 0xf1 || status === 0xf3 ? 1 : 0;
}

function twoBytes(status: number, first: number, second: number): MidiMessage {
  const channel = status & 0x0f;
  switch (status & 0xf0) {
    case 0x80:
      return { type: 'note-off', channel, note: first, velocity: second };
    case 0x90:
      return { type: 'note-on', channel, note: first, velocity: second };
    case 0xa0:
      return { type: 'poly-pressure', channel, note: first, pressure: second };
    case 0xb0:
      return { type: 'control-change', channel, controller: first, value: second };
    case 0xe0:
      return { type: 'pitch-bend', channel, bend: first | (second << 7) };
    default:
      return { type: 'song-position', beats: first | (second << 7) };
  }
}

function oneByte(status: number, byte: number): MidiMessage {
  if (status === 0xf1) return { type: 'time-code', piece: byte >> 4, value: byte & 0x0f };
  if (status === 0xf3) return { type: 'song-select', song: byte };
  const channel = status & 0x0f;
  return (status & 0xf0) === 0xc0
    ? { type: 'program-change', channel, program: byte }
    : { type: 'channel-pressure', channel, pressure: byte };
}

/** All messages of a piece of memory; a system exclusive message that is cut off comes as `cut`. */
export function parseMessages(bytes: Uint8Array): MidiMessage[] {
  const messages: MidiMessage[] = [];
  const parser = new MidiStreamParser({ onMessage: (message) => messages.push(message) });
  parser.feed(bytes);
  parser.finish();
  return messages;
}
