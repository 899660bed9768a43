/** docs/json.md against what `alsats seq play` and `seq record` print. */

import { expect, it } from 'vitest';
import { createSeqPlayView } from '../../src/commands/seq/play/view.js';
import { createSeqRecordView } from '../../src/commands/seq/record/view.js';
import { midiFileBytes } from '../../src/midi/file/chunks.js';
import { parseMidiFile } from '../../src/midi/file/midi-file.js';
import { TrackEncoder } from '../../src/midi/file/track-encoder.js';
import { MidiPlayer } from '../../src/transfer/midi/midi-player.js';
import { FakeOutside } from '../commands/fake-outside.js';
import { FakeOutlet } from '../transfer/midi/fake-outlet.js';
import { JsonDocument } from './json-document.js';

const doc = JsonDocument.read(new URL('../../docs/json.md', import.meta.url));
const ports = [{ client: 14, port: 0, clientName: 'Midi Through', portName: 'Midi Through Port-0' }];
const handlers = { onClosed: () => {}, onFailure: () => {} };

function trackWithTexts(): Uint8Array {
  const track = new TrackEncoder();
  for (let type = 1; type <= 9; type++) track.text(type, type, 'words');
  track.message(2000, Uint8Array.of(0x90, 60, 1));
  track.end(3000);
  return track.take().slice();
}

it('describes the events of playing', async () => {
  const outside = new FakeOutside();
  const view = await createSeqPlayView(
    { endDelay: 0, json: true, lyrics: true, color: 'never' },
    outside,
    handlers,
  );
  view.ports(ports);
  for (const division of [
    { kind: 'musical', ticksPerQuarter: 96 },
    { kind: 'smpte', framesPerSecond: 25, ticksPerFrame: 40 },
  ] as const) {
    const { sequences } = parseMidiFile(midiFileBytes(0, division, [trackWithTexts()]));
    const tracks = [
      { name: 'a.mid', sequence: sequences[0]!, warnings: [{ byteOffset: 3, message: 'odd' }] },
    ];
    view.warnings(tracks[0]!);
    const outlet = new FakeOutlet();
    const steps = [
      () => player.togglePause(),
      () => player.togglePause(),
      () => player.seekBy(0.1),
      () => player.setTempoFactor(2),
    ];
    const player: MidiPlayer = new MidiPlayer({
      outlet,
      nextTrack: async () => tracks.shift() ?? null,
      onEvent: (event) => view.event(event),
      wait: async () => {
        outlet.advance(0.2);
        view.progress(player.progress()!);
        steps.shift()?.();
      },
    });
    await player.run();
  }
  view.end({ files: 2, stopped: false, exit: 0 });
  await view.flush();
  doc.checkLines(outside.stdout.text);
  expect(doc.unseen(['alsats.seq-play/1'])).toEqual([]);
});

it('describes the events of recording', async () => {
  const outside = new FakeOutside();
  const view = await createSeqRecordView(
    'a.mid',
    { bpm: 120, timesig: { numerator: 4, denominator: 4 }, clobber: true, json: true, color: 'never' },
    outside,
    handlers.onFailure,
  );
  view.event({ type: 'ports', ports });
  view.event({ type: 'count-in', bars: 1 });
  view.event({ type: 'begin' });
  for (const place of [null, { bar: 1, beat: 1, tick: 0 }]) {
    view.progress({ state: 'recording', elapsedSeconds: 1.5, place, messages: 3, bytesWritten: 40 });
  }
  view.event({ type: 'warning', message: 'port 14:0 went away' });
  for (const reason of ['stopped', 'silence', 'duration', 'messages', 'sources-gone'] as const) {
    view.event({
      type: 'end',
      name: 'a.mid',
      reason,
      messages: 3,
      seconds: 1.5,
      bytesWritten: 44,
      lost: 0,
      exit: 0,
    });
  }
  await view.flush();
  doc.checkLines(outside.stdout.text);
  expect(doc.unseen(['alsats.seq-record/1'])).toEqual([]);
});
