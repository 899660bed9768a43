import { expect, it } from 'vitest';
import { MidiEventCoder } from '../../../src/alsa/seq/midi-event-coder.js';
import { messageBytes } from '../../../src/midi/message-encoder.js';
import {
  bytesOfSeqEvent,
  seqEventOfBytes,
  seqEventOfWord,
} from '../../../src/transfer/midi/seq-event-of-bytes.js';
import { oneOfEach } from '../../alsa/seq/events.js';
import { seededRandom } from '../../audio/random.js';
import { randomMessage } from '../../midi/random-message.js';

it("makes the events that alsa-lib's coder makes, and the bytes of them", () => {
  using coder = MidiEventCoder.create();
  const random = seededRandom(51);
  for (let round = 0; round < 3000; round++) {
    const message = randomMessage(random);
    if (message.type === 'undefined') continue;
    const bytes = messageBytes(message);
    const isVoice = 'channel' in message;
    const word = bytes[0]! | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16);
    const event = isVoice ? seqEventOfWord(word) : seqEventOfBytes(bytes);
    expect([event]).toEqual(coder.encode(bytes));
    if (isVoice || message.type === 'system-exclusive') expect(bytesOfSeqEvent(event)).toEqual([bytes]);
    else expect(bytesOfSeqEvent(event)).toBeNull();
  }
});

it("gives the bytes of combined controllers as alsa-lib's coder does", () => {
  using coder = MidiEventCoder.create();
  coder.setRunningStatus(false);
  for (const event of [
    { type: 'nrpn', channel: 1, param: 300, value: 1000 },
    { type: 'rpn', channel: 2, param: 0, value: 256 },
    { type: 'control-change-14', channel: 3, param: 7, value: 1000 },
  ] as const) {
    expect(Buffer.concat(bytesOfSeqEvent(event)!)).toEqual(Buffer.from(coder.decode(event)));
  }
});

it('takes events of any type and any numbers', () => {
  for (const event of oneOfEach) {
    for (const bytes of bytesOfSeqEvent(event) ?? []) expect(bytes.length).toBeGreaterThan(0);
  }
  const odd = { type: 'note-on', channel: 200, note: 255, velocity: 255 } as const;
  expect(bytesOfSeqEvent(odd)).toEqual([Uint8Array.of(0x98, 127, 127)]);
});
