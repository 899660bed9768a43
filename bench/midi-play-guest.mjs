// Runs in the rig's guest: how late notes are, and what a file of 10 MB costs to load, beside aplaymidi.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MidiFileWriter, Seq } from '../dist/lib/index.js';

const TICKS_PER_QUARTER = 480;
/** 500 ms a quarter note: what a file plays at that says nothing. */
const SECONDS_PER_TICK = 0.5 / TICKS_PER_QUARTER;
const NOTE_TICKS = 10;
const NOTES = 800;
const BIG_BYTES = 10_000_000;
const division = { kind: 'musical', ticksPerQuarter: TICKS_PER_QUARTER };
const alsats = join(import.meta.dirname, '..', 'dist', 'alsats.cjs');

/** Writes a file by what is written anyway. */
async function writeFile(name, write) {
  let bytes = Buffer.alloc(0);
  const file = {
    async writeAt(piece, offset, length, position) {
      const end = position + length;
      if (end > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(end - bytes.length)]);
      bytes.set(piece.subarray(offset, offset + length), position);
      return length;
    },
    async truncate() {},
    async sync() {},
    async close() {},
  };
  const writer = new MidiFileWriter(file, division);
  write(writer.track);
  await writer.finish(0);
  writeFileSync(name, bytes);
  return name;
}

/** A client that keeps when its notes come. */
function listen() {
  const seq = Seq.open({ clientName: 'bench', nonblock: true });
  const queue = seq.allocQueue();
  seq.createPort({
    name: 'in',
    capabilities: ['write', 'subscribe-write'],
    types: ['midi-generic'],
    timestamps: { queue, unit: 'real' },
  });
  seq.setClientPool({ inputPool: 2000 });
  seq.startQueue(queue);
  seq.drainOutput();
  const times = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const event of seq.events(stop.signal)) {
      if (event.type === 'note-on' && event.velocity > 0)
        times.push(event.time.seconds + event.time.nanoseconds / 1e9);
    }
  })();
  const close = async () => {
    stop.abort();
    await done;
    seq.close();
  };
  return { address: `${seq.clientId}:0`, times, close };
}

const players = (address, file) => [
  ['aplaymidi', ['aplaymidi', '-d', '0', '-p', address, file]],
  ['alsats seq play', [process.execPath, alsats, 'seq', 'play', '-q', '-d', '0', '-p', address, file]],
];

function ended(child) {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Deviations in milliseconds from where the notes should be, the median taken off. */
function deviations(times) {
  const late = times.map((time, index) => time - index * NOTE_TICKS * SECONDS_PER_TICK);
  const middle = [...late].sort((a, b) => a - b)[Math.floor(late.length / 2)];
  return late.map((time) => Math.abs(time - middle) * 1000).sort((a, b) => a - b);
}

async function jitter() {
  const file = await writeFile(join(tmpdir(), 'jitter.mid'), (track) => {
    for (let index = 0; index < NOTES; index++) {
      track.message(index * NOTE_TICKS, Uint8Array.of(0x90, 60, 100));
      track.message(index * NOTE_TICKS + NOTE_TICKS / 2, Uint8Array.of(0x80, 60, 0));
    }
  });
  console.log(
    `\n${NOTES} notes, one each ${(NOTE_TICKS * SECONDS_PER_TICK * 1000).toFixed(1)} ms, off by (emulated machine)`,
  );
  for (let round = 0; round < 2; round++) {
    const ear = listen();
    for (const [name, [program, ...args]] of players(ear.address, file)) {
      ear.times.length = 0;
      const status = await ended(spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }));
      await sleep(100);
      const off = deviations(ear.times);
      const at = (part) => off[Math.min(off.length - 1, Math.floor(off.length * part))].toFixed(2);
      console.log(
        `${name.padEnd(16)} median ${at(0.5)} ms, 99 % ${at(0.99)} ms, most ${at(1)} ms; ${ear.times.length} notes, exit ${status}`,
      );
    }
    await ear.close();
  }
}

function peakMegabytes(pid) {
  const kilobytes = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

async function load() {
  const note = (index) => Uint8Array.of(0x90 | ((index >> 3) % 16), 30 + (index % 80), 1 + (index % 100));
  const small = await writeFile(join(tmpdir(), 'small.mid'), (track) => {
    for (let index = 0; index < 10; index++) track.message(index * 500, note(index));
  });
  const big = await writeFile(join(tmpdir(), 'big.mid'), (track) => {
    for (let index = 0; track.length < BIG_BYTES; index++) track.message(index * 20, note(index));
  });
  console.log('\ntime to the first note, and memory at that time (emulated machine)');
  for (const [what, file] of [
    ['10 notes', small],
    ['10 MB', big],
  ]) {
    for (let round = 0; round < 2; round++) {
      for (const index of [0, 1]) {
        const ear = listen();
        const [name, [program, ...args]] = players(ear.address, file)[index];
        const start = process.hrtime.bigint();
        const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
        while (ear.times.length === 0) await sleep(2);
        const ms = Number(process.hrtime.bigint() - start) / 1e6;
        console.log(
          `${what.padEnd(9)} ${name.padEnd(16)} ${ms.toFixed(0)} ms, ${peakMegabytes(child.pid).toFixed(0)} MB`,
        );
        child.kill('SIGKILL');
        await ended(child);
        await ear.close();
      }
    }
  }
}

await jitter();
await load();
