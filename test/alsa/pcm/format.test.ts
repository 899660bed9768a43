import { describe, expect, it } from 'vitest';
import { pcmApi } from '../../../src/alsa/native/api/pcm.js';
import {
  bytesOfFrames,
  parseSampleFormat,
  sampleFormatFromValue,
  sampleFormatNames,
  sampleFormats,
  silencePattern,
} from '../../../src/audio/sample-format.js';

describe('the table of sample formats', () => {
  it('says of every format what alsa-lib says', () => {
    for (const name of sampleFormatNames) {
      const { value, widthBits, physicalBits, endian, description, encoding } = sampleFormats[name];
      const orNull = (result: number) => (result < 0 ? null : result);
      expect.soft(pcmApi.snd_pcm_format_name(value), name).toBe(name);
      expect.soft(pcmApi.snd_pcm_format_value(name), name).toBe(value);
      expect.soft(pcmApi.snd_pcm_format_description(value), name).toBe(description);
      expect.soft(orNull(pcmApi.snd_pcm_format_width(value)), name).toBe(widthBits);
      expect.soft(orNull(pcmApi.snd_pcm_format_physical_width(value)), name).toBe(physicalBits);
      const little = pcmApi.snd_pcm_format_little_endian(value);
      expect.soft(little < 0 ? null : little === 1 ? 'little' : 'big', name).toBe(endian);
      expect.soft(pcmApi.snd_pcm_format_float(value) === 1, name).toBe(encoding === 'float');
      if (encoding === 'signed' || encoding === 'unsigned') {
        expect.soft(pcmApi.snd_pcm_format_linear(value), name).toBe(1);
        expect.soft(pcmApi.snd_pcm_format_signed(value) === 1, name).toBe(encoding === 'signed');
      }
      expect.soft(sampleFormatFromValue(value), name).toBe(name);
      expect.soft(parseSampleFormat(name.toLowerCase()), name).toBe(name);
      // Not snd_pcm_format_size: alsa-lib aborts the process for formats it does not expect there.
      const bytes = physicalBits === null || (physicalBits * 2) % 8 !== 0 ? null : (physicalBits * 2) / 8;
      expect.soft(bytesOfFrames(name, 1, 2), name).toBe(bytes);
    }
  });

  it('knows the silence of every format that has one', () => {
    for (const name of sampleFormatNames) {
      const pattern = silencePattern(name);
      if (pattern === null) continue;
      const buffer = new Uint8Array(pattern.length * 8).fill(0xaa);
      expect(pcmApi.snd_pcm_format_set_silence(sampleFormats[name].value, buffer, 8)).toBe(0);
      for (let i = 0; i < 8; i++) {
        const sample = buffer.subarray(i * pattern.length, (i + 1) * pattern.length);
        expect.soft([...sample], name).toEqual([...pattern]);
      }
    }
  });

  it('takes names without a byte order for the machine’s own, and refuses others', () => {
    expect(parseSampleFormat('s16')).toBe('S16_LE');
    expect(parseSampleFormat('float')).toBe('FLOAT_LE');
    expect(parseSampleFormat('constructor')).toBeNull();
    expect(sampleFormatFromValue(29)).toBeNull();
  });
});
