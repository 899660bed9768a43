import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { SeqRecordOptions } from '../../../../src/commands/seq/record/definition.js';
import { seqRecord } from '../../../../src/commands/seq/record/record.js';
import { openTarget, splitFile, writeError } from '../../../../src/commands/seq/record/target.js';
import { createSeqRecordView } from '../../../../src/commands/seq/record/view.js';
import type { Division } from '../../../../src/midi/file/division.js';
import { MidiFileWriter } from '../../../../src/midi/file/file-writer.js';
import { parseMidiFile } from '../../../../src/midi/file/midi-file.js';
import { FakeOutside } from '../../fake-outside.js';

const folder = mkdtempSync(join(tmpdir(), 'seq-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

const options: SeqRecordOptions = {
  port: ['14:0'],
  bpm: 120,
  timesig: { numerator: 4, denominator: 4 },
  clobber: true,
  color: 'auto',
};
const division: Division = { kind: 'musical', ticksPerQuarter: 96 };
const parse = (name: string) => parseMidiFile(new Uint8Array(readFileSync(name)));

it('finds what is wrong with the options, and leaves the file alone', async () => {
  const file = join(folder, 'old.mid');
  writeFileSync(file, 'precious');
  const run = (changes: Partial<SeqRecordOptions>, name = file) =>
    seqRecord(name, { ...options, ...changes }, new FakeOutside());
  const refused = (message: RegExp) =>
    expect.objectContaining({ kind: 'invalid', message: expect.stringMatching(message) });
  await expect(run({ port: [] })).rejects.toEqual(refused(/no port/));
  await expect(run({}, '-')).rejects.toEqual(refused(/standard output/));
  await expect(run({ countIn: 1 })).rejects.toEqual(refused(/--metronome/));
  await expect(run({ countIn: 1, metronome: '14:0', waitForNote: true })).rejects.toEqual(
    refused(/--wait-for-note/),
  );
  await expect(run({ smpte: 25, ticks: 256 })).rejects.toEqual(refused(/at most 255 ticks/));
  await expect(run({ interactive: true })).rejects.toEqual(refused(/terminal/));
  expect(readFileSync(file, 'utf8')).toBe('precious');
});

it('refuses files that cannot be gone back in, and those that are to be kept', async () => {
  await expect(openTarget('/dev/null', true)).rejects.toMatchObject({ kind: 'invalid' });
  await expect(openTarget(join(folder, 'none', 'a.mid'), true)).rejects.toMatchObject({ kind: 'not-found' });
  const file = join(folder, 'kept.mid');
  writeFileSync(file, 'precious');
  await expect(openTarget(file, false)).rejects.toMatchObject({
    message: `${file}: the file exists already`,
  });
  expect(readFileSync(file, 'utf8')).toBe('precious');
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  expect(writeError('a.mid', full)).toMatchObject({
    kind: 'write-failed',
    message: 'a.mid: there is no space left',
  });
});

it('writes to a file, and makes several tracks of it in its place', async () => {
  const name = join(folder, 'take.mid');
  const writer = new MidiFileWriter(await openTarget(name, true), division);
  for (let index = 0; index < 40; index++) {
    if (index === 20) writer.track.port(index * 10, 1);
    writer.track.message(index * 10, Uint8Array.of(0x90 | (index % 2), 60, 1));
    if (index === 10) {
      await writer.flush();
      await writer.sync();
      expect(await writer.isGone()).toBe(false);
      expect(parse(name).sequences[0]!.length).toBe(11);
    }
  }
  await writer.finish(500);
  expect(parse(name).format).toBe(0);
  await splitFile(name, { division, byChannel: true, portNames: ['one', 'two'] });
  expect(parse(name)).toMatchObject({ format: 1, trackCount: 5, warnings: [] });
  expect(parse(name).sequences[0]!.endTick).toBe(500);
  expect(readdirSync(folder).filter((entry) => entry.startsWith('.'))).toEqual([]);
});

it('shows bar, beat and how much there is', async () => {
  const outside = new FakeOutside({ terminal: true });
  const view = await createSeqRecordView('take.mid', options, outside, () => {});
  const place = { bar: 3, beat: 2, tick: 0 };
  view.progress({ state: 'recording', elapsedSeconds: 61, place, messages: 1, bytesWritten: 2345 });
  expect(outside.stderr.text).toMatch(/take\.mid.*3:2, 1 message.*1:01.*2\.3 kB/);
  view.event({
    ...{ type: 'end', name: 'take.mid', reason: 'stopped', messages: 7, seconds: 61, bytesWritten: 99 },
    ...{ lost: 0, exit: 0 },
  });
  expect(outside.stderr.text).toContain('7 messages in 1:01');
  view.close();
});
