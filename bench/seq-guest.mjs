// Runs in the rig's guest: events a second through `alsats seq dump`, plain and as JSON, beside aseqdump.
import { spawn } from 'node:child_process';
import { openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { receiverRooms } from '../dist/lib/alsa/seq/receiver-room.js';
import { Seq } from '../dist/lib/index.js';

const ROUNDS = 5;
const EVENTS = 60_000;
const BLOCK = 100;
// What a reader does before it is fast: the warm-up of our compiler is a start, too.
const WARM_UP = 20_000;
const alsats = [process.execPath, join(import.meta.dirname, '..', 'dist', 'alsats.cjs')];
const devNull = openSync('/dev/null', 'w');

/** Processor time of a process so far, in milliseconds; that of /proc/PID/stat misses whatever runs between two ticks. */
function cpuMs(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const ofTask = (task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  return tasks.reduce((sum, task) => sum + ofTask(task), 0) / 1e6;
}

/** Sends events as fast as the reader takes them, without its losing one. */
async function send(seq, client, count) {
  for (let sent = 0; sent < count; sent += BLOCK) {
    for (;;) {
      const room = receiverRooms().get(client);
      if (room === undefined) throw new Error('the reader is gone');
      if (room.freeEvents > BLOCK + 10) break;
      await sleep(0);
    }
    for (let i = 0; i < BLOCK; i++) {
      seq.output({
        type: 'note-on',
        channel: i & 15,
        note: i & 127,
        velocity: 100,
        source: { client: seq.clientId, port: 0 },
      });
    }
    seq.drainOutput();
  }
  while (receiverRooms().get(client).freeEvents < receiverRooms().get(client).poolEvents) await sleep(1);
}

/** The reader, once it is connected. */
async function listenerOf(seq) {
  for (;;) {
    const [subscriber] = seq.subscribers({ client: seq.clientId, port: 0 }, 'read');
    if (subscriber !== undefined) return subscriber.address.client;
    await sleep(20);
  }
}

async function measure(argv) {
  const seq = Seq.open({ clientName: 'bench', nonblock: true });
  seq.createSimplePort('out', ['read', 'subscribe-read']);
  const reader = spawn(argv[0], [...argv.slice(1), '-p', `${seq.clientId}:0`], {
    stdio: ['ignore', devNull, 'inherit'],
  });
  const ended = new Promise((done) => reader.on('exit', done));
  const client = await listenerOf(seq);
  await send(seq, client, WARM_UP);
  await sleep(100);
  const cpuBefore = cpuMs(reader.pid);
  const started = process.hrtime.bigint();
  await send(seq, client, EVENTS);
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  await sleep(50);
  const cpu = cpuMs(reader.pid) - cpuBefore;
  reader.kill('SIGINT');
  await ended;
  seq.close();
  return { perWallSecond: (EVENTS / wallMs) * 1000, perCpuSecond: (EVENTS / Math.max(1, cpu)) * 1000 };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const commands = [
  ['aseqdump', ['aseqdump']],
  ['alsats seq dump', [...alsats, 'seq', 'dump']],
  ['alsats seq dump --json', [...alsats, 'seq', 'dump', '--json']],
];
const samples = commands.map(() => []);
for (let round = 0; round < ROUNDS; round++) {
  for (const [place, [, argv]] of commands.entries()) samples[place].push(await measure(argv));
}
console.log(`\n${EVENTS} events to a reader, its start taken off (emulated machine, medians of ${ROUNDS})`);
for (const [place, [name]] of commands.entries()) {
  const wall = median(samples[place].map(({ perWallSecond }) => perWallSecond));
  const cpu = median(samples[place].map(({ perCpuSecond }) => perCpuSecond));
  const ratio = median(
    samples[place].map(({ perCpuSecond }, round) => perCpuSecond / samples[0][round].perCpuSecond),
  );
  console.log(
    `${name.padEnd(24)} ${wall.toFixed(0).padStart(8)} events/s, ${cpu.toFixed(0).padStart(8)} events per second of its processor time; ratio ${ratio.toFixed(2)}`,
  );
}
process.exit(0);
