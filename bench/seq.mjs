// How many events a second readers of the sequencer show, beside aseqdump, from a stand-in that gives them without end.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { table } from './report.mjs';

const EVENT_BYTES = 28;
/** As many as a FIFO takes as a whole. */
const BLOCK_EVENTS = 146;
const WARM_UP_EVENTS = 1_000_000;
const EVENTS = 3_000_000;
const NOTE_ON = 6;
const REAL_TIME = 1;

/** Notes, as the kernel hands them out. */
function noteEvents() {
  const block = Buffer.alloc(BLOCK_EVENTS * EVENT_BYTES);
  for (let index = 0; index < BLOCK_EVENTS; index++) {
    const event = block.subarray(index * EVENT_BYTES, (index + 1) * EVENT_BYTES);
    event[0] = NOTE_ON;
    event[1] = REAL_TIME;
    event.set([20, 0, 128, 0], 12);
    event.set([index & 15, index & 127, 100], 16);
  }
  let microseconds = 0;
  return () => {
    // Time goes on, so that no line is like the one before.
    for (let at = 0; at < block.length; at += EVENT_BYTES) {
      microseconds += 20;
      block.writeUInt32LE(3 + Math.floor(microseconds / 1e6), at + 4);
      block.writeUInt32LE((microseconds % 1e6) * 1000, at + 8);
    }
    return block;
  };
}

/** Processor time of a process so far, in nanoseconds. */
function cpuNs(pid) {
  const ofTask = (task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + ofTask(task), 0);
}

/** @returns {Promise<{ perSecond: number, cpuNs: number }>} beyond the start and the warm-up */
async function measure(argv, library, fifo) {
  spawnSync('mkfifo', [fifo]);
  const out = openSync(fifo, 'r+');
  const next = noteEvents();
  const feed = (count) => {
    for (let sent = 0; sent < count; sent += BLOCK_EVENTS) writeSync(out, next());
  };
  const env = { ...process.env, LD_PRELOAD: library, STAND_IN_SEQ: fifo };
  const reader = spawn(argv[0], argv.slice(1), { env, stdio: ['ignore', 'ignore', 'ignore'] });
  const ended = new Promise((done) => reader.on('exit', done));
  // A little at first: one that cannot start would leave us waiting for ever.
  feed(BLOCK_EVENTS);
  await sleep(1000);
  if (reader.exitCode !== null) throw new Error(`${argv.join(' ')} ended with ${reader.exitCode}`);
  feed(WARM_UP_EVENTS);
  await sleep(200);
  const cpuBefore = cpuNs(reader.pid);
  const started = process.hrtime.bigint();
  feed(EVENTS);
  const wallNs = Number(process.hrtime.bigint() - started);
  await sleep(200);
  const cpu = cpuNs(reader.pid) - cpuBefore;
  reader.kill('SIGINT');
  await ended;
  rmSync(fifo);
  return { perSecond: (EVENTS / wallNs) * 1e9, cpuNs: cpu / EVENTS };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** @param {{ node: string, alsats: string, aseqdump: string | null, rounds: number }} setup */
export async function seqThroughput({ node, alsats, aseqdump, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  try {
    const library = join(folder, 'stand-in.so');
    const source = join(import.meta.dirname, 'stand-in-seq.c');
    const flags = ['-shared', '-fPIC', '-O2', '-U_FORTIFY_SOURCE', '-o', library, source, '-ldl'];
    if (spawnSync('gcc', flags, { stdio: 'inherit' }).status !== 0) {
      console.log('seq: left out, as there is no gcc that compiles the stand-in for the sequencer');
      return;
    }
    const commands = [
      ['alsats seq dump', [node, alsats, 'seq', 'dump']],
      ['alsats seq dump --json', [node, alsats, 'seq', 'dump', '--json']],
    ];
    if (aseqdump !== null) commands.unshift(['aseqdump', [aseqdump]]);
    const samples = commands.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [place, [, argv]] of commands.entries())
        samples[place].push(await measure(argv, library, join(folder, `fifo-${round}-${place}`)));
    }
    const rows = commands.map(([name], place) => {
      const of = (figure) => median(samples[place].map(figure));
      const ratio = median(samples[place].map((sample, round) => samples[0][round].cpuNs / sample.cpuNs));
      const millions = of(({ perSecond }) => perSecond) / 1e6;
      return [name, millions.toFixed(2), of((sample) => sample.cpuNs).toFixed(0), ratio.toFixed(2)];
    });
    const title = `${EVENTS / 1e6} million notes to a reader, beyond its start (${rounds} rounds)`;
    table(title, ['command', 'million events/s', 'cpu ns an event', 'events per cpu, ratio'], rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
