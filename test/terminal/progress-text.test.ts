import { describe, expect, it } from 'vitest';
import { formatClock, type Progress, progressBar, progressText } from '../../src/terminal/progress-text.js';
import { loadStyle } from '../../src/terminal/style.js';
import { displayWidth } from '../../src/terminal/width.js';

const progress: Progress = {
  name: 'file.wav',
  formatText: 'S16_LE 48 kHz stereo',
  elapsedSeconds: 12.9,
  totalSeconds: 225,
  xruns: 0,
  paused: false,
  gainDb: 0,
};

describe('formatClock', () => {
  it.each<[number, string]>([
    [0, '0:00'],
    [59.99, '0:59'],
    [60, '1:00'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [36061, '10:01:01'],
    [-1, '0:00'],
    [Number.NaN, '0:00'],
  ])('%d is %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });
});

describe('progressBar', () => {
  it('fills by eighths, or by characters in ASCII', () => {
    expect(progressBar(0.5, 9, true)).toBe('████▌    ');
    expect(progressBar(0.5, 9, false)).toBe('####.....');
    expect(progressBar(2, 3, true)).toBe('███');
    expect(progressBar(-1, 3, true)).toBe('   ');
  });
});

describe('progressText', () => {
  it('shows all it knows where there is room', () => {
    expect(progressText(progress, { columns: 100, unicode: true })).toBe(
      '▶ file.wav  S16_LE 48 kHz stereo  0:12 / 3:45  █▍                          5%  xruns 0',
    );
    expect(
      progressText(
        { ...progress, paused: true, gainDb: -3, bufferFill: 0.834, xruns: 2 },
        { columns: 120, unicode: false },
      ),
    ).toBe(
      '= file.wav  S16_LE 48 kHz stereo  0:12 / 3:45  #.......................    5%  gain -3 dB  buffer 83%  xruns 2',
    );
  });

  it('shows no bar where the end is not known', () => {
    expect(progressText({ ...progress, totalSeconds: null }, { columns: 100, unicode: true })).toBe(
      '▶ file.wav  S16_LE 48 kHz stereo  0:12  xruns 0',
    );
    expect(progressText({ ...progress, totalSeconds: 0 }, { columns: 100, unicode: true })).toContain(
      '0:00  xruns',
    );
  });

  it.each<[number, string]>([
    [70, '▶ file.wav  S16_LE 48 kHz stereo  0:12 / 3:45  ▍         5%  xruns 0'],
    [67, '▶ file.wav  S16_LE 48 kHz stereo  0:12 / 3:45  ▎       5%  xruns 0'],
    [60, '▶ file.wav  0:12 / 3:45  █▏                        5%  xruns 0'],
    [46, '▶ file.wav  0:12 / 3:45  ▎        5%  xruns 0'],
    [40, '▶ file.wav  0:12 / 3:45    5%  xruns 0'],
  ])('makes the best of %i columns', (columns, expected) => {
    const text = progressText(progress, { columns, unicode: true });
    expect(displayWidth(text)).toBeLessThanOrEqual(columns);
    expect(text.replace(/ {3,}/g, '   ')).toBe(expected.replace(/ {3,}/g, '   '));
  });

  it('never takes more than its columns, in any state', async () => {
    const style = await loadStyle(1);
    for (let columns = 1; columns < 130; columns++) {
      for (const totalSeconds of [null, 225, 40_000]) {
        const text = progressText(
          {
            ...progress,
            name: '音声の\x1b[2Jとても長い名前.wav',
            totalSeconds,
            xruns: 3,
            gainDb: Number.NEGATIVE_INFINITY,
          },
          { columns, unicode: true, style },
        );
        expect(displayWidth(text)).toBeLessThanOrEqual(columns);
        expect(text).not.toContain('\x1b[2J');
      }
    }
  });
});
