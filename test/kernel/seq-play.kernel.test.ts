// `alsats seq play` and `seq record` beside aplaymidi and arecordmidi, through Midi Through and clients of the test's own.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeqEvent } from '../../src/alsa/seq/event.js';
import { Seq } from '../../src/alsa/seq/seq.js';
import { midiFileBytes } from '../../src/midi/file/chunks.js';
import type { Division } from '../../src/midi/file/division.js';
import { type MidiFile, parseMidiFile } from '../../src/midi/file/midi-file.js';
import { TrackEncoder } from '../../src/midi/file/track-encoder.js';
import { bytesOfSeqEvent } from '../../src/transfer/midi/seq-event-of-bytes.js';
import { seededRandom } from '../audio/random.js';
import { eventsOf, kernelTest, runAlsats, runPeer, startAlsats, startPeer, until } from './rig/index.js';
import { UsbMidiGadget } from './rig/usb-midi-gadget.js';

const folder = mkdtempSync(join(tmpdir(), 'seq-play-'));
const THROUGH = '14:0';
const musical: Division = { kind: 'musical', ticksPerQuarter: 384 };

let files = 0;

function newName(): string {
  return join(folder, `${files++}.mid`);
}

function newFile(
  tracks: readonly TrackEncoder[],
  division: Division = musical,
  format: 0 | 1 | 2 = 1,
): string {
  const name = newName();
  writeFileSync(
    name,
    midiFileBytes(
      format,
      division,
      tracks.map((track) => track.take().slice()),
    ),
  );
  return name;
}

function trackOf(write: (track: TrackEncoder) => void, endTick = 0): TrackEncoder {
  const track = new TrackEncoder();
  write(track);
  track.end(endTick);
  return track;
}

/** Two seconds of music: notes of all lengths, controllers, programs, bends, pressure, sysex, a change of tempo. */
function busyFile(): string {
  const random = seededRandom(31);
  const below = (limit: number) => Math.floor(random() * limit);
  const conductor = trackOf((track) => {
    track.tempo({ tick: 0, microsecondsPerQuarter: 500_000 });
    track.tempo({ tick: 768, microsecondsPerQuarter: 400_000 });
  });
  const players = [0, 1].map((part) =>
    trackOf((track) => {
      for (let tick = 40; tick < 1700; tick += 24 + below(20)) {
        const channel = part * 3 + below(3);
        const note = below(128);
        switch (below(8)) {
          case 0:
            track.message(tick, Uint8Array.of(0xb0 | channel, below(120), below(128)));
            break;
          case 1:
            track.message(tick, Uint8Array.of(0xc0 | channel, below(128)));
            break;
          case 2:
            track.message(tick, Uint8Array.of(0xe0 | channel, below(128), below(128)));
            break;
          case 3:
            track.message(tick, Uint8Array.of(0xd0 | channel, below(128)));
            break;
          case 4:
            track.sysex(tick, Uint8Array.of(0xf0, 0x7d, below(128), below(128), 0xf7));
            break;
          default:
            track.message(tick, Uint8Array.of(0x90 | channel, note, 1 + below(127)));
            track.message(tick + 10, Uint8Array.of(0x80 | channel, note, below(128)));
        }
      }
    }),
  );
  return newFile([conductor, ...players]);
}

interface Heard {
  readonly tick: number;
  readonly text: string;
}

/** Everything but meta events, ticks from the first on. */
function heardIn(file: MidiFile): Heard[] {
  const heard: Heard[] = [];
  for (const sequence of file.sequences) {
    const { ticks, words } = sequence.columns;
    for (let index = 0; index < sequence.length; index++) {
      const word = words[index]!;
      if ((word & 0xff) === 0xff) continue;
      const data = Buffer.from(sequence.wireBytesOf(index)).toString('hex');
      const text = (word & 0xff) < 0xf0 ? (word & 0xff_ffff).toString(16) : data;
      heard.push({ tick: ticks[index]!, text });
    }
  }
  const first = heard[0]?.tick ?? 0;
  return heard.map(({ tick, text }) => ({ tick: tick - first, text }));
}

function readMidi(name: string): MidiFile {
  return parseMidiFile(new Uint8Array(readFileSync(name)));
}

/** How far events are from where the file has them, in ticks of the recording, sorted; the median taken off. */
function deviations(recording: MidiFile, original: MidiFile): number[] {
  const [played] = original.sequences;
  const { ticks, words } = played!.columns;
  const places: number[] = [];
  for (let index = 0; index < played!.length; index++) {
    if ((words[index]! & 0xff) === 0xff) continue;
    const seconds = played!.tempoMap.secondsAt(ticks[index]!);
    places.push(recording.sequences[0]!.tempoMap.tickAt(seconds));
  }
  const heard = heardIn(recording).slice(0, places.length);
  const off = heard.map(({ tick }, index) => tick - places[index]!);
  const middle = [...off].sort((one, other) => one - other)[off.length >> 1]!;
  return off.map((ticksOff) => Math.abs(ticksOff - middle)).sort((one, other) => one - other);
}

/** Both recordings have the same events at the same ticks, but for one that a tick's beginning falls between. */
function assertSame(theirs: MidiFile, ours: MidiFile, original: MidiFile): void {
  const [one, other] = [heardIn(theirs), heardIn(ours)];
  assert.deepEqual(
    other.map(({ text }) => text),
    one.map(({ text }) => text),
  );
  const apart = one.map(({ tick }, index) => Math.abs(tick - other[index]!.tick)).sort((a, b) => a - b);
  const [theirsOff, oursOff] = [deviations(theirs, original), deviations(ours, original)];
  const at = (values: readonly number[], part: number) => values[Math.floor((values.length - 1) * part)]!;
  const figures = (values: readonly number[]) =>
    `${at(values, 0.5).toFixed(1)}, at most ${at(values, 1).toFixed(1)}`;
  const said = `ticks apart ${figures(apart)}; from the file: theirs ${figures(theirsOff)}, ours ${figures(oursOff)}`;
  console.log(said);
  assert.ok(at(apart, 1) <= 1, said);
}

/** Records the same port by arecordmidi and by ours while something plays. */
async function recordBoth(
  options: readonly string[],
  play: () => Promise<void>,
): Promise<[MidiFile, MidiFile]> {
  const theirs = newName();
  const ours = newName();
  const peer = startPeer('arecordmidi', ['-p', THROUGH, ...options, theirs]);
  const recorder = startAlsats(['seq', 'record', '-p', THROUGH, '--json', ...options, ours]);
  await until('both to listen', async () => (await connectionsOf(THROUGH)) >= 2);
  await until('the recording to begin', () => eventsOf(recorder.stdout).some(({ type }) => type === 'begin'));
  await play();
  await sleep(200);
  const result = await recorder.stop('SIGINT');
  assert.equal(result.status, 0, result.stderr);
  await peer.stop('SIGINT');
  return [readMidi(theirs), readMidi(ours)];
}

async function connectionsOf(port: string): Promise<number> {
  const { stdout } = await runPeer('aconnect', ['-l']);
  const [client, number] = port.split(':');
  const section =
    stdout
      .toString()
      .split(/^client /m)
      .find((text) => text.startsWith(`${client}:`)) ?? '';
  const lines = section.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^ +${number} '`).test(line));
  const connecting = lines.slice(at + 1).find((line) => /Connecting To|^ +\d+ '/.test(line)) ?? '';
  return connecting.includes('Connecting To') ? connecting.split(',').length : 0;
}

/** What the clients of the test that runs have got, for when it fails. */
let ears: Ear[] = [];

function seqTest(name: string, body: () => Promise<void>): void {
  kernelTest(name, {}, async () => {
    ears = [];
    try {
      await body();
    } catch (error) {
      const heard = ears.map(({ events }) => events.slice(0, 12).map((event) => JSON.stringify(event)));
      throw new Error(`${error instanceof Error ? error.message : error}; heard: ${heard.flat().join(' ')}`, {
        cause: error,
      });
    }
  });
}

/** A client that keeps what it gets. */
class Ear {
  readonly seq: Seq;
  readonly events: SeqEvent[] = [];
  readonly #stop = new AbortController();

  constructor(name: string) {
    this.seq = Seq.open({ clientName: name, nonblock: true });
    ears.push(this);
    const queue = this.seq.allocQueue();
    this.seq.createPort({
      name: 'in',
      capabilities: ['write', 'subscribe-write'],
      types: ['midi-generic'],
      timestamps: { queue, unit: 'real' },
    });
    this.seq.setClientPool({ inputPool: 2000 });
    this.seq.startQueue(queue);
    this.seq.drainOutput();
    void this.#listen();
  }

  get address(): string {
    return `${this.seq.clientId}:0`;
  }

  get bytes(): Uint8Array[] {
    return this.events.flatMap((event) => bytesOfSeqEvent(event) ?? []);
  }

  /** Notes that were started and not ended. */
  get hanging(): string[] {
    const notes = new Set<string>();
    for (const bytes of this.bytes) {
      const status = bytes[0]! & 0xf0;
      const key = `${bytes[0]! & 15}:${bytes[1]}`;
      if (status === 0x90 && bytes[2]! > 0) notes.add(key);
      else if (status === 0x80 || status === 0x90) notes.delete(key);
    }
    return [...notes];
  }

  hears(status: number): number {
    return this.bytes.filter((bytes) => (bytes[0]! & 0xf0) === status).length;
  }

  async #listen(): Promise<void> {
    try {
      for await (const event of this.seq.events(this.#stop.signal)) {
        if (event.type !== 'events-lost') this.events.push(event);
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) console.error(error);
    }
  }

  close(): void {
    this.#stop.abort();
    this.seq.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** Chords that sound for a minute, with the pedal down and a bend. */
function endlessFile(): string {
  return newFile([
    trackOf((track) => {
      track.message(0, Uint8Array.of(0xb0, 64, 127));
      track.message(0, Uint8Array.of(0xe0, 0, 80));
      for (const note of [60, 64, 67]) track.message(0, Uint8Array.of(0x90, note, 100));
      track.message(100, Uint8Array.of(0x95, 72, 100));
      for (const note of [60, 64, 67]) track.message(384 * 120, Uint8Array.of(0x80, note, 0));
      track.message(384 * 120, Uint8Array.of(0x85, 72, 0));
    }),
  ]);
}

seqTest('what ours plays is recorded alike by arecordmidi and by ours', async () => {
  const file = busyFile();
  const [theirs, ours] = await recordBoth([], async () => {
    const result = await runAlsats(['seq', 'play', '-p', THROUGH, '-d', '0', file]);
    assert.equal(result.status, 0, result.stderr);
  });
  assertSame(theirs, ours, readMidi(file));
  const played = heardIn(readMidi(file)).map(({ text }) => text);
  assert.deepEqual(
    heardIn(ours)
      .map(({ text }) => text)
      .slice(0, played.length),
    played,
  );
  assert.equal(ours.format, 0);
});

seqTest('what aplaymidi plays is recorded alike by arecordmidi and by ours', async () => {
  const file = busyFile();
  for (const options of [[], ['-b', '90', '-t', '96'], ['-f', '25', '-t', '40']]) {
    const [theirs, ours] = await recordBoth(options, async () => {
      const result = await runPeer('aplaymidi', ['-p', THROUGH, '-d', '0', file]);
      assert.equal(result.status, 0, result.stderr);
    });
    assertSame(theirs, ours, readMidi(file));
    assert.deepEqual(ours.division, theirs.division);
    assert.deepEqual(
      heardIn(ours).map(({ text }) => text),
      heardIn(readMidi(file)).map(({ text }) => text),
    );
  }
});

seqTest('channels are split into the tracks that arecordmidi makes', async () => {
  const [theirs, ours] = await recordBoth(['-s'], async () => {
    await runPeer('aplaymidi', ['-p', THROUGH, '-d', '0', busyFile()]);
  });
  assert.equal(ours.format, 1);
  assert.equal(ours.trackCount, theirs.trackCount);
  const sorted = (file: MidiFile) =>
    heardIn(file)
      .map(({ text }) => text)
      .sort();
  assert.deepEqual(sorted(ours), sorted(theirs));
});

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  seqTest(`nothing sounds after ${signal}`, async () => {
    using ear = new Ear('synth');
    const player = startAlsats(['seq', 'play', '-p', ear.address, endlessFile()]);
    await until('four notes', () => ear.hears(0x90) === 4);
    assert.equal(ear.hanging.length, 4);
    const result = await player.stop(signal);
    assert.equal(result.status, status, result.stderr);
    await until('their ends', () => ear.hanging.length === 0);
    const last = ear.bytes.map((bytes) => Buffer.from(bytes).toString('hex'));
    for (const hex of ['b04000', 'b07900', 'e00040', 'b57900'])
      assert.ok(last.includes(hex), `${hex} in ${last}`);
  });
}

seqTest('a second SIGINT leaves no note either', async () => {
  using ear = new Ear('synth');
  const player = startAlsats(['seq', 'play', '-p', ear.address, endlessFile()]);
  await until('four notes', () => ear.hears(0x90) === 4);
  player.signal('SIGINT');
  player.signal('SIGINT');
  await player.result;
  await until('their ends', () => ear.hanging.length === 0);
});

seqTest('a port that goes away ends it, and nothing sounds at the other', async () => {
  using ear = new Ear('stays');
  const leaving = new Ear('goes');
  const file = newFile([
    trackOf((track) => {
      track.message(0, Uint8Array.of(0x90, 60, 100));
      track.port(0, 1);
      track.message(0, Uint8Array.of(0x90, 61, 100));
      track.message(384 * 120, Uint8Array.of(0x80, 61, 0));
    }),
  ]);
  const player = startAlsats(['seq', 'play', '--json', '-p', `${ear.address},${leaving.address}`, file]);
  await until('a note at each', () => ear.hears(0x90) === 1 && leaving.hears(0x90) === 1);
  const gone = leaving.address;
  leaving.close();
  const result = await player.result;
  assert.equal(result.status, 6, result.stderr);
  assert.match(result.stderr, new RegExp(`port ${gone} went away`));
  await until('its end', () => ear.hanging.length === 0);
});

kernelTest(
  'a device that is unplugged while it plays ends it, and nothing sounds at the other port',
  { needs: ['usb_gadget'], timeoutMs: 120_000 },
  async () => {
    using ear = new Ear('stays');
    const gadget = await UsbMidiGadget.plug();
    try {
      const cardPort = await until('its port', () => {
        const client = [...ear.seq.clients()].find(({ card }) => card === gadget.host);
        return client !== undefined && client.portsCount > 0 && `${client.client}:0`;
      });
      const file = newFile([
        trackOf((track) => {
          for (let beat = 0; beat < 120; beat++) {
            track.port(384 * beat, beat % 2);
            track.message(384 * beat, Uint8Array.of(0x90, 60 + (beat % 12), 100));
          }
          track.port(384 * 120, 0);
          track.message(384 * 120, Uint8Array.of(0x80, 60, 0));
        }),
      ]);
      const player = startAlsats(['seq', 'play', '--json', '-p', `${ear.address},${cardPort}`, file]);
      await until('notes', () => ear.hears(0x90) >= 2);
      gadget.unplug();
      const result = await player.result;
      assert.equal(result.status, 6, result.stderr);
      assert.match(result.stderr, new RegExp(`port ${cardPort} went away`));
      await until('their ends', () => ear.hanging.length === 0);
    } finally {
      gadget.unplug();
    }
  },
);

seqTest('it pauses on SIGUSR1 without a sound, and goes on', async () => {
  using ear = new Ear('synth');
  const file = newFile([
    trackOf((track) => {
      track.message(0, Uint8Array.of(0x90, 60, 100));
      track.message(384, Uint8Array.of(0x80, 60, 0));
      track.message(768, Uint8Array.of(0x90, 62, 100));
      track.message(800, Uint8Array.of(0x80, 62, 0));
    }),
  ]);
  const player = startAlsats(['seq', 'play', '--json', '-d', '0', '-p', ear.address, file]);
  await until('the note', () => ear.hears(0x90) === 1);
  player.signal('SIGUSR1');
  await until('its end', () => ear.hanging.length === 0);
  await sleep(1500);
  assert.equal(ear.hears(0x90), 1);
  player.signal('SIGUSR1');
  const result = await player.result;
  assert.equal(result.status, 0, result.stderr);
  assert.equal(ear.hears(0x90), 2);
  assert.deepEqual(
    eventsOf(result.stdout).flatMap(({ type }) => (type === 'progress' ? [] : [type])),
    ['ports', 'start', 'pause', 'resume', 'track-end', 'end'],
  );
});

seqTest('long system exclusive messages arrive byte for byte, at the pace of a cable', async () => {
  using ear = new Ear('sampler');
  const random = seededRandom(41);
  const long = Uint8Array.from({ length: 12_000 }, (_, index) =>
    index === 0 ? 0xf0 : index === 11_999 ? 0xf7 : Math.floor(random() * 128),
  );
  const file = newFile([
    trackOf((track) => {
      track.sysex(0, Uint8Array.of(0xf0, 1, 0xf7));
      track.sysex(1, long);
      track.message(2, Uint8Array.of(0x90, 60, 1));
    }),
  ]);
  const result = await runAlsats(['seq', 'play', '-d', '0', '-p', ear.address, file]);
  assert.equal(result.status, 0, result.stderr);
  await until('the note', () => ear.hears(0x90) === 1);
  const pieces = ear.bytes.filter((bytes) => bytes[0] === 0xf0 || bytes[0]! < 0x80);
  assert.deepEqual(Buffer.concat(pieces), Buffer.concat([Uint8Array.of(0xf0, 1, 0xf7), long]));
  const times = ear.events
    .filter(({ type }) => type === 'system-exclusive')
    .map(({ time }) => ('seconds' in time ? time.seconds + time.nanoseconds / 1e9 : 0));
  assert.ok(times.at(-1)! - times[0]! > 3.5, `took ${times.at(-1)! - times[0]!} s`);
});

seqTest('frames of time code, tracks one after the other and RIFF play at their times', async () => {
  using ear = new Ear('synth');
  const beep = (note: number) =>
    trackOf((track) => {
      track.message(250, Uint8Array.of(0x90, note, 1));
      track.message(500, Uint8Array.of(0x80, note, 1));
    });
  const file = newFile([beep(60), beep(61)], { kind: 'smpte', framesPerSecond: 25, ticksPerFrame: 40 }, 2);
  const result = await runAlsats(['seq', 'play', '-d', '0', '-p', ear.address, file]);
  assert.equal(result.status, 0, result.stderr);
  await until('all notes', () => ear.hears(0x80) >= 2);
  const notes = ear.events.filter(({ type }) => type === 'note-on' || type === 'note-off');
  const at = notes.map(({ time }) => ('seconds' in time ? time.seconds + time.nanoseconds / 1e9 : 0));
  assert.ok(Math.abs(at[1]! - at[0]! - 0.25) < 0.05, `a quarter of a second, not ${at[1]! - at[0]!}`);
  assert.ok(at[2]! - at[1]! >= 0.245, 'the second track comes behind the first');
});

seqTest('a recording that is killed is a file that aplaymidi and ours play', async () => {
  using ear = new Ear('listener');
  const name = newName();
  const recorder = startAlsats(['seq', 'record', '-p', THROUGH, '--json', name]);
  await until('it to listen', async () => (await connectionsOf(THROUGH)) >= 1);
  await until('the recording to begin', () => eventsOf(recorder.stdout).some(({ type }) => type === 'begin'));
  const file = busyFile();
  await runPeer('aplaymidi', ['-p', THROUGH, '-d', '0', file]);
  await sleep(1000);
  await recorder.stop('SIGKILL');
  const expected = heardIn(readMidi(file)).map(({ text }) => text);
  const killed = readMidi(name);
  assert.deepEqual(
    heardIn(killed).map(({ text }) => text),
    expected,
  );
  assert.deepEqual(killed.warnings, []);
  for (const play of [
    () => runPeer('aplaymidi', ['-p', ear.address, '-d', '0', name]),
    () => runAlsats(['seq', 'play', '-p', ear.address, '-d', '0', name]),
  ]) {
    const result = await play();
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr.includes('invalid'), false);
  }
  await until('both', () => ear.hears(0x90) >= 2 * expected.filter((text) => /9.$/.test(text)).length);
});

seqTest('it counts in, clicks, and ends with silence', async () => {
  using ear = new Ear('clicker');
  const name = newName();
  const recorder = startAlsats([
    ...['seq', 'record', '-p', THROUGH, '--json', '-b', '240', '-i', '3:4'],
    ...['-m', ear.address, '--count-in', '1', '--stop-after-silence', '1s', name],
  ]);
  await until('four clicks', () => ear.hears(0x90) >= 4);
  const notes = ear.bytes.filter((bytes) => bytes[0] === 0x99).map((bytes) => bytes[1]);
  assert.deepEqual(notes.slice(0, 4), [34, 33, 33, 34]);
  await runPeer('aplaymidi', ['-p', THROUGH, '-d', '0', busyFile()]);
  const result = await recorder.result;
  assert.equal(result.status, 0, result.stderr);
  assert.equal(eventsOf(result.stdout).at(-1)!.reason, 'silence');
});

seqTest('faulty files end with 7 and the place, and the others are played', async () => {
  using ear = new Ear('synth');
  const bad = newName();
  writeFileSync(bad, Buffer.concat([midiFileBytes(0, musical, [Uint8Array.of(0, 0x90, 60, 0x90)])]));
  const good = busyFile();
  const result = await runAlsats(['seq', 'play', '-q', '-d', '0', '-p', ear.address, bad, good]);
  assert.equal(result.status, 7);
  assert.match(result.stderr, /at byte 25: a message breaks off where its data should be/);
  assert.ok(ear.hears(0x90) > 10);
});

seqTest('more events than the kernel has room for play without a loss', async () => {
  using ear = new Ear('synth');
  const count = 2500;
  const file = newFile([
    trackOf((track) => {
      for (let index = 0; index < count; index++) {
        track.message(Math.floor(index / 2), Uint8Array.of(0x90 | (index & 7), index % 128, 100));
        track.message(Math.floor(index / 2), Uint8Array.of(0x80 | (index & 7), index % 128, 0));
      }
    }),
  ]);
  const result = await runAlsats(['seq', 'play', '-d', '0', '-p', ear.address, file]);
  assert.equal(result.status, 0, result.stderr);
  await until('all', () => ear.hears(0x80) >= count);
  assert.equal(ear.hears(0x90), count);
});
