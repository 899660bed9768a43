import { expect, it } from 'vitest';
import { packetJob } from '../../../src/commands/seq/send-packets.js';

const common = { color: 'auto' as const };

it('refuses what is no packet, and options about bytes, before anything is opened', () => {
  const refusal = (operands: string[], options = {}) => {
    try {
      packetJob(operands, { ...common, ...options }, '2');
    } catch (error) {
      const { kind, message } = error as { kind: string; message: string };
      return `${kind}: ${message}`;
    }
    return null;
  };
  expect(refusal(['40903C00', '80000000', '20903C40'])).toBeNull();
  expect(refusal(['-'])).toBeNull();
  expect(refusal([])).toBe('invalid: there is nothing to send');
  expect(refusal(['on', 'C3', '100'])).toBe('invalid: "on" is no word of a packet');
  expect(refusal(['40903C00'])).toBe('invalid: the packet 40903C00 is not whole: it has 2 words');
  expect(refusal(['20903C40'], { sysexInterval: 1 })).toBe(
    'invalid: --sysex-interval is about bytes: with --ump there are none',
  );
  expect(refusal(['20903C40'], { hex: true })).toBe(
    'invalid: --hex is about bytes: with --ump there are none',
  );
});
