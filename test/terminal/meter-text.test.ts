import { describe, expect, it } from 'vitest';
import { MeterDisplay, type MeterReading } from '../../src/terminal/meter-text.js';
import { loadStyle } from '../../src/terminal/style.js';
import { displayWidth } from '../../src/terminal/width.js';
import { FakeClock } from './fake-terminal.js';

const silence: MeterReading = {
  peakDb: Number.NEGATIVE_INFINITY,
  rmsDb: Number.NEGATIVE_INFINITY,
  clippedSamples: 0,
};

function reading(peakDb: number, rmsDb = peakDb - 6, clippedSamples = 0): MeterReading {
  return { peakDb, rmsDb, clippedSamples };
}

describe('MeterDisplay', () => {
  it('draws RMS, peak and hold on a scale from −60 to 0 dB', () => {
    const meter = new MeterDisplay('channels', new FakeClock());
    meter.update([reading(-12, -30), silence]);
    // Two bars of 20 columns: 3 dB a column.
    const options = { columns: 2 * 27 + 2, unicode: true };
    expect(meter.text(options)).toBe('██████████▒▒▒▒▒▒···· -12.0   ····················  -inf ');
    expect(meter.text({ ...options, unicode: false })).toBe(
      '##########------.... -12.0   ....................  -inf ',
    );
  });

  it('holds a peak for a second, then lets it fall to the level', () => {
    const clock = new FakeClock();
    const meter = new MeterDisplay('channels', clock);
    const shown = (): string => meter.text({ columns: 27, unicode: true });
    meter.update([reading(-6)]);
    clock.advance(900);
    meter.update([reading(-30)]);
    expect(shown()).toBe('████████▒▒·······│··  -6.0 ');
    clock.advance(600);
    meter.update([reading(-30)]);
    expect(shown()).toBe('████████▒▒····│····· -16.0 ');
    clock.advance(5000);
    meter.update([reading(-30)]);
    expect(shown()).toBe('████████▒▒·········· -30.0 ');
  });

  it('marks clipping for three seconds', () => {
    const clock = new FakeClock();
    const meter = new MeterDisplay('channels', clock);
    meter.update([reading(0, -3, 5)]);
    expect(meter.text({ columns: 27, unicode: true })).toMatch(/!$/);
    clock.advance(2900);
    meter.update([reading(-6)]);
    expect(meter.text({ columns: 27, unicode: true })).toMatch(/!$/);
    clock.advance(200);
    meter.update([reading(-6)]);
    expect(meter.text({ columns: 27, unicode: true })).not.toContain('!');
  });

  it('mixes to mono by highest peak and mean power', () => {
    const meter = new MeterDisplay('mono', new FakeClock());
    meter.update([reading(-6, -12), reading(-20, Number.NEGATIVE_INFINITY)]);
    // Half the power of −12 dB is −15 dB: 15 of 20 columns.
    expect(meter.text({ columns: 27, unicode: true })).toBe('███████████████▒▒▒··  -6.0 ');
  });

  it('shows many channels, or a narrow line, one character each', () => {
    const meter = new MeterDisplay('channels', new FakeClock());
    meter.update([reading(0), reading(-30), silence, reading(-60), reading(-7.5), reading(-1, -3, 1)]);
    expect(meter.text({ columns: 80, unicode: true })).toBe('█▄··▇!   0.0!');
    expect(meter.text({ columns: 80, unicode: false })).toBe('95008!   0.0!');
    const narrow = new MeterDisplay('channels', new FakeClock());
    narrow.update([reading(0), reading(-30)]);
    expect(narrow.text({ columns: 20, unicode: true })).toBe('█▄   0.0 ');
  });

  it('colours each part of the scale for itself', async () => {
    const style = await loadStyle(1);
    const meter = new MeterDisplay('channels', new FakeClock());
    meter.update([reading(0, 0)]);
    const text = meter.text({ columns: 27, unicode: true, style });
    expect(text).toBe(
      `${style.meterGreen('█'.repeat(16))}${style.meterYellow('███')}${style.meterRed('█')}   0.0 `,
    );
  });

  it('is never wider than allowed and shows nothing before the first reading', () => {
    const meter = new MeterDisplay('channels', new FakeClock());
    expect(meter.text({ columns: 80, unicode: true })).toBe('');
    for (const channels of [1, 2, 3, 8, 64]) {
      meter.update(Array.from({ length: channels }, (_, i) => reading(-i, -i - 3, i % 2)));
      for (let columns = 8; columns < 120; columns++) {
        expect(displayWidth(meter.text({ columns, unicode: true }))).toBeLessThanOrEqual(columns);
      }
    }
  });
});
