/**
 * What a synthesizer at the other end of a port remembers: notes that sound, controllers, programs, bends. It is what
 * has to be undone at an exit, and brought about at the place that is jumped to.
 */

const CHANNELS = 16;
const SUSTAIN = 64;
const RESET_CONTROLLERS = 121;
const ALL_NOTES_OFF = 123;
/** Controllers from here on are commands, and leave nothing behind. */
const FIRST_MODE = 120;
/** Parameter numbers and their data mean nothing one by one. */
const parameterControllers = new Set([6, 38, 96, 97, 98, 99, 100, 101]);
/** What "reset all controllers" leaves alone (RP-015): bank, volume, pan and effects, besides the modes. */
const survivors = new Set([0, 32, 7, 39, 10, 42, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 91, 92, 93, 94, 95]);
/** Where a controller stands before anything is sent (General MIDI). */
const startValues = new Map([
  [7, 100],
  [10, 64],
  [91, 40],
]);

/** A channel message in a number, as {@link MidiOutlet.scheduleMessage} takes it. */
export function messageWord(status: number, first: number, second = 0): number {
  return status | (first << 8) | (second << 16);
}

class Channel {
  /** How often a note was started and not ended. */
  readonly sounding = new Map<number, number>();
  readonly controllers = new Map<number, number>();
  /** Data of parameters: registered ones by their number, others by it and bit 14; 14 bits each. */
  readonly parameters = new Map<number, number>();
  selected = { isRegistered: true, high: 127, low: 127 };
  program: number | null = null;
  bend: number | null = null;
  pressure: number | null = null;

  get isUntouched(): boolean {
    const { sounding, controllers, parameters, program, bend, pressure } = this;
    const sizes = sounding.size + controllers.size + parameters.size;
    return sizes === 0 && program === null && bend === null && pressure === null;
  }

  copy(): Channel {
    const copy = new Channel();
    for (const [note, count] of this.sounding) copy.sounding.set(note, count);
    for (const [controller, value] of this.controllers) copy.controllers.set(controller, value);
    for (const [parameter, value] of this.parameters) copy.parameters.set(parameter, value);
    copy.selected = this.selected;
    copy.program = this.program;
    copy.bend = this.bend;
    copy.pressure = this.pressure;
    return copy;
  }
}

/** The state of one port. */
export class PortState {
  #channels: Channel[] = Array.from({ length: CHANNELS }, () => new Channel());
  #isInSysex = false;

  /** Whether a system exclusive message was begun and not ended. */
  get isInSysex(): boolean {
    return this.#isInSysex;
  }

  /** A channel message was, or will be, sent. */
  applyMessage(word: number): void {
    const channel = this.#channels[word & 0x0f]!;
    const first = (word >> 8) & 0x7f;
    const second = (word >> 16) & 0x7f;
    switch (word & 0xf0) {
      case 0x80:
        endNote(channel, first);
        break;
      case 0x90:
        if (second === 0) endNote(channel, first);
        else channel.sounding.set(first, (channel.sounding.get(first) ?? 0) + 1);
        break;
      case 0xb0:
        applyController(channel, first, second);
        break;
      case 0xc0:
        channel.program = first;
        break;
      case 0xd0:
        channel.pressure = first;
        break;
      case 0xe0:
        channel.bend = first | (second << 7);
        break;
    }
  }

  /** Bytes of system exclusive were, or will be, sent. */
  applyBytes(bytes: Uint8Array): void {
    const isPiece = this.#isInSysex || bytes[0] === 0xf0;
    if (isPiece) this.#isInSysex = bytes.at(-1) !== 0xf7;
  }

  /** The messages that end all that sounds; `count` times for a note that was started so often. */
  silence(): number[] {
    const words: number[] = [];
    for (const [number, channel] of this.#channels.entries()) {
      for (const [note, count] of channel.sounding) {
        for (let left = count; left > 0; left--) words.push(messageWord(0x80 | number, note, 64));
      }
    }
    return words;
  }

  /** The messages that lift pedals for a pause; {@link pedals} puts them back. */
  liftPedals(): number[] {
    return this.#words((channel, number) =>
      (channel.controllers.get(SUSTAIN) ?? 0) > 0 ? [messageWord(0xb0 | number, SUSTAIN, 0)] : [],
    );
  }

  pedals(): number[] {
    return this.#words((channel, number) => {
      const value = channel.controllers.get(SUSTAIN) ?? 0;
      return value > 0 ? [messageWord(0xb0 | number, SUSTAIN, value)] : [];
    });
  }

  /** The messages that leave nothing behind: notes off, pedals up, controllers and bends reset, on channels in use. */
  reset(): number[] {
    const ends = this.silence();
    const resets = this.#words((channel, number) =>
      channel.isUntouched
        ? []
        : [
            messageWord(0xb0 | number, SUSTAIN, 0),
            messageWord(0xb0 | number, RESET_CONTROLLERS, 0),
            messageWord(0xb0 | number, ALL_NOTES_OFF, 0),
            ...(channel.bend === null ? [] : [messageWord(0xe0 | number, 0, 64)]),
          ],
    );
    return [...ends, ...resets];
  }

  /** The messages that bring a port from another state to this one; notes are no part of it. */
  chaseFrom(before: PortState): number[] {
    return this.#words((channel, number) => chase(before.#channels[number]!, channel, number));
  }

  copy(): PortState {
    const copy = new PortState();
    copy.#channels = this.#channels.map((channel) => channel.copy());
    copy.#isInSysex = this.#isInSysex;
    return copy;
  }

  /** Nothing sounds any more: all notes were ended. */
  forgetNotes(): void {
    for (const channel of this.#channels) channel.sounding.clear();
  }

  #words(ofChannel: (channel: Channel, number: number) => number[]): number[] {
    return this.#channels.flatMap(ofChannel);
  }
}

/**
 * What each port is when all events before one were sent; nothing sounds.
 *
 * @param words of all events, as a sequence has them: the number of the port is in the highest byte
 */
export function statesBefore(index: number, words: ArrayLike<number>, portCount: number): PortState[] {
  const states = Array.from({ length: portCount }, () => new PortState());
  for (let before = 0; before < index; before++) {
    const word = words[before]!;
    // Notes are no part of it; reading over them makes jumping in long files quick.
    if ((word & 0xff) >= 0xf0 || (word & 0xf0) < 0xb0) continue;
    states[(word >>> 24) % portCount]!.applyMessage(word & 0xff_ffff);
  }
  return states;
}

function endNote({ sounding }: Channel, note: number): void {
  const count = sounding.get(note) ?? 0;
  if (count > 1) sounding.set(note, count - 1);
  else sounding.delete(note);
}

function applyController(channel: Channel, controller: number, value: number): void {
  if (parameterControllers.has(controller)) applyParameter(channel, controller, value);
  else if (controller < FIRST_MODE) channel.controllers.set(controller, value);
  else if (controller === RESET_CONTROLLERS) resetChannel(channel);
  else if (controller !== 122) channel.sounding.clear();
}

function resetChannel(channel: Channel): void {
  for (const controller of [...channel.controllers.keys()]) {
    if (!survivors.has(controller)) channel.controllers.delete(controller);
  }
  channel.bend = null;
  channel.pressure = null;
  channel.selected = { isRegistered: true, high: 127, low: 127 };
}

function applyParameter(channel: Channel, controller: number, value: number): void {
  const { selected } = channel;
  if (controller === 101 || controller === 99) {
    channel.selected = { ...selected, isRegistered: controller === 101, high: value };
  } else if (controller === 100 || controller === 98) {
    channel.selected = { ...selected, isRegistered: controller === 100, low: value };
  } else if (controller === 6 || controller === 38) {
    const key = (selected.isRegistered ? 0 : 0x4000) | (selected.high << 7) | selected.low;
    if ((key & 0x3fff) === 0x3fff) return;
    const before = channel.parameters.get(key) ?? 0;
    channel.parameters.set(
      key,
      controller === 6 ? (value << 7) | (before & 0x7f) : (before & 0x3f80) | value,
    );
  }
}

function chase(before: Channel, after: Channel, number: number): number[] {
  const control = (controller: number, value: number) => messageWord(0xb0 | number, controller, value);
  const words: number[] = [];
  const isReset = needsReset(before, after);
  if (isReset) words.push(control(RESET_CONTROLLERS, 0));
  const stands = (controller: number) =>
    isReset && !survivors.has(controller) ? undefined : before.controllers.get(controller);
  // What was set and is not to be any more goes back to where it stood at the start.
  for (const controller of before.controllers.keys()) {
    const start = startValues.get(controller);
    if (start !== undefined && !after.controllers.has(controller)) words.push(control(controller, start));
  }
  const banks = [0, 32].filter((bank) => after.controllers.has(bank));
  const isOtherBank = banks.some((bank) => after.controllers.get(bank) !== before.controllers.get(bank));
  if (isOtherBank) for (const bank of banks) words.push(control(bank, after.controllers.get(bank)!));
  if (after.program !== null && (isOtherBank || after.program !== before.program)) {
    words.push(messageWord(0xc0 | number, after.program));
  }
  for (const [controller, value] of after.controllers) {
    const isBank = controller === 0 || controller === 32;
    if (!isBank && stands(controller) !== value) words.push(control(controller, value));
  }
  words.push(...chaseParameters(before, after, control));
  if (after.bend !== null && (isReset || after.bend !== before.bend)) {
    words.push(messageWord(0xe0 | number, after.bend & 0x7f, after.bend >> 7));
  }
  if (after.pressure !== null && (isReset || after.pressure !== before.pressure)) {
    words.push(messageWord(0xd0 | number, after.pressure));
  }
  return words;
}

/** Whether something was moved that is at rest afterwards. */
function needsReset(before: Channel, after: Channel): boolean {
  const isLeft = (controller: number) => !survivors.has(controller) && !after.controllers.has(controller);
  return (
    [...before.controllers.keys()].some(isLeft) ||
    (before.bend !== null && after.bend === null) ||
    (before.pressure !== null && after.pressure === null)
  );
}

function chaseParameters(
  before: Channel,
  { parameters, selected }: Channel,
  control: (controller: number, value: number) => number,
): number[] {
  if (parameters.size === 0) return [];
  const select = (isRegistered: boolean, high: number, low: number) => [
    control(isRegistered ? 101 : 99, high),
    control(isRegistered ? 100 : 98, low),
  ];
  const words: number[] = [];
  for (const [key, value] of parameters) {
    if (before.parameters.get(key) === value) continue;
    words.push(...select((key & 0x4000) === 0, (key >> 7) & 0x7f, key & 0x7f));
    words.push(control(6, value >> 7), control(38, value & 0x7f));
  }
  // As it was left: data that follow are for it.
  return [...words, ...select(selected.isRegistered, selected.high, selected.low)];
}
