// Runs in the rig's guest: system exclusive messages through VirMIDI, sent and received by amidi and by alsats.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MEBIBYTES = 2;
const ROUNDS = 5;
/** A receiver that is busy for longer has lost what is missing. */
const STALL_MS = 20_000;
const alsats = join(import.meta.dirname, '..', 'dist', 'alsats.cjs');
const [source, target] = ['hw:VirMIDI,0,0', 'hw:VirMIDI,1,0'];
const file = join(tmpdir(), 'bench.syx');
const small = join(tmpdir(), 'small.syx');
const out = join(tmpdir(), 'bench-out.syx');

const sysex = Buffer.alloc(MEBIBYTES * 1024 * 1024, 0x55);
sysex[0] = 0xf0;
sysex[sysex.length - 1] = 0xf7;
writeFileSync(file, sysex);
writeFileSync(small, Buffer.from([0xf0, 1, 0xf7]));

/** Wall and processor time in milliseconds of a command. */
function measure(argv) {
  const timed = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null', 'bench', ...argv];
  const { stderr, status } = spawnSync('bash', timed, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  const [real = 0, user = 0, system = 0] = stderr.trim().split(/\s+/).slice(-3).map(Number);
  return { wallMs: Math.round(real * 1000), cpuMs: Math.round((user + system) * 1000) };
}

const amidiSend = (name) => ['amidi', '-p', source, '-s', name];
const ourSend = (name) => [process.execPath, alsats, 'midi', 'send', '-p', source, name];
const beyond = (whole, start) => ({ wallMs: whole.wallMs - start.wallMs, cpuMs: whole.cpuMs - start.cpuMs });
const text = ({ wallMs, cpuMs }) => `${wallMs} ms, ${cpuMs} ms of processor time`;

console.log(`\n${MEBIBYTES} MiB of one system exclusive message on VirMIDI (emulated machine)`);
spawnSync('aconnect', ['-x']);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (samples) => ({
  wallMs: median(samples.map(({ wallMs }) => wallMs)),
  cpuMs: median(samples.map(({ cpuMs }) => cpuMs)),
});
const senders = [
  { name: 'amidi', send: amidiSend, starts: [], wholes: [] },
  { name: 'alsats', send: ourSend, starts: [], wholes: [] },
];
// The first round fills the cache of files.
for (let round = 0; round <= ROUNDS; round++) {
  for (const { send, starts, wholes } of senders) {
    const samples = [measure(send(small)), measure(send(file))];
    if (round === 0) continue;
    starts.push(samples[0]);
    wholes.push(samples[1]);
  }
}
for (const { name, starts, wholes } of senders) {
  const rounds = wholes.map((whole, round) => beyond(whole, starts[round]));
  console.log(
    `sent by ${name}: ${text(medians(rounds))}; its start ${text(medians(starts))} (medians of ${ROUNDS})`,
  );
}

/** Processor time of a process so far, in milliseconds. */
function cpuMs(pid) {
  const fields = spawnSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' })
    .stdout.split(') ')
    .at(-1)
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

spawnSync('aconnect', ['24:0', '25:0']);
for (const [name, argv] of [
  ['amidi', ['amidi', '-p', target, '-r', out]],
  ['alsats', [process.execPath, alsats, 'midi', 'receive', '-p', target, '-o', out]],
]) {
  rmSync(out, { force: true });
  const receiver = spawn(argv[0], argv.slice(1), { stdio: 'ignore' });
  while (!existsSync(out)) await pause(10);
  await pause(300);
  const cpuBefore = cpuMs(receiver.pid);
  const started = performance.now();
  const sender = spawn('amidi', amidiSend(file).slice(1));
  const size = () => statSync(out).size;
  for (let last = -1, since = started; size() < sysex.length; await pause(10)) {
    if (size() !== last) [last, since] = [size(), performance.now()];
    else if (performance.now() - since > STALL_MS) break;
  }
  const wallMs = Math.round(performance.now() - started);
  const lost = sysex.length - size();
  console.log(
    `sent by amidi, received by ${name}: ${text({ wallMs, cpuMs: cpuMs(receiver.pid) - cpuBefore })}, ` +
      `${(size() / 1024 / (wallMs / 1000)).toFixed(0)} KiB/s${lost > 0 ? `, ${lost} bytes LOST` : ''}`,
  );
  sender.kill();
  receiver.kill('SIGINT');
  await new Promise((ended) => receiver.on('exit', ended));
}
