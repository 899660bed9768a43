// Opens and closes each kind of object many times: memory must stay where it is.
//
//   node --expose-gc test/abuse/cycles.mjs [--cycles N] [--seconds S] [--kernel] [NAME…]
//
// Of each as many cycles as fit into S seconds, at most N. Prints a line for each: what C has allocated, and what is resident, before and after. Ends with 1 where C's grew.

import { setImmediate, setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { koffi } from '../../dist/lib/alsa/native/raw.js';
import * as main from '../../dist/lib/index.js';
import { VirtualCard } from '../../dist/lib/virtual-card/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cycles: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: 'Infinity' },
    kernel: { type: 'boolean', default: false },
  },
});
const { Config, Ctl, CtlPlug, ExtPlug, HCtl, IoPlug, MidiEventCoder, Mixer } = main;
const { Pcm, Rawmidi, Seq, Timer, Ump, Waiter } = main;

const simple = { format: 'S16_LE', channels: 2, framesPerSecond: 48_000, latencyUs: 50_000 };
const config = 'pcm.a { type plug slave.pcm { type null } }';
const constraints = { formats: ['S16_LE'], channels: { min: 1, max: 2 }, framesPerSecond: [48_000] };
const card = new VirtualCard({ pace: 'none' });
const plug = new CtlPlug({ id: 'Cycles', name: 'of a test' }, [
  {
    type: 'INTEGER',
    id: { name: 'Master Playback Volume' },
    min: 0,
    max: 9,
    read: () => [1],
    write: () => true,
  },
]);
const pointer = () => 0;
const transfer = (_bytes, frames) => frames;

/** One cycle of each. */
const here = {
  pcm: () => Pcm.open('null', 'playback').close(),
  'pcm, set up and written': () => {
    const pcm = Pcm.open('null', 'playback');
    pcm.setParams(simple);
    pcm.io(Int16Array).writei(samples);
    pcm.close();
  },
  'pcm of a configuration': () => Pcm.openWithConfig(config, 'a', 'playback').close(),
  'pcm with a waiter': () => {
    const pcm = Pcm.open('null', 'playback', { nonblock: true });
    pcm.setParams(simple);
    const waiter = new Waiter(pcm);
    waiter.arm(() => {});
    pcm.close();
  },
  'pcm that cannot be opened': () => {
    try {
      Pcm.open('hw:31', 'playback').close();
    } catch {
      // That is what is asked for here.
    }
  },
  ioplug: () =>
    IoPlug.open({ name: 'x', stream: 'playback', constraints, handlers: { pointer, transfer } }).close(),
  extplug: () =>
    ExtPlug.open({ name: 'x', stream: 'playback', slave: 'null', handlers: { filter() {} } }).close(),
  'virtual pcm': () => card.openPcm('playback', { nonblock: true }).close(),
  ctl: () => plug.openCtl().close(),
  hctl: () => {
    const hctl = plug.openHCtl({ nonblock: true });
    hctl.load();
    hctl.elements()[0]?.info();
    hctl.close();
  },
  mixer: () => {
    const mixer = plug.openMixer();
    mixer.findSelem('Master')?.playback.getVolumeRange();
    mixer.close();
  },
  config: () => {
    const tree = Config.load('a { b 1 c "text" } d 2');
    tree.search('a.c')?.getString();
    tree.close();
  },
  'midi event coder': () => MidiEventCoder.create(64).close(),
};
const samples = new Int16Array(256);

/** What only a kernel with ALSA has. */
const kernel = {
  ctl: () => Ctl.open('hw:Dummy').close(),
  'ctl with a waiter': () => {
    const ctl = Ctl.open('hw:Dummy', { nonblock: true });
    ctl.subscribeEvents(true);
    const waiter = new Waiter(ctl);
    waiter.arm(() => {});
    ctl.close();
  },
  hctl: () => {
    const hctl = HCtl.open('hw:Dummy');
    hctl.load();
    hctl.elements()[0]?.read();
    hctl.close();
  },
  mixer: () => Mixer.open('hw:Dummy').close(),
  pcm: () => {
    const pcm = Pcm.open('hw:Dummy', 'playback');
    pcm.setParams(simple);
    pcm.close();
  },
  'pcm, played': () => {
    const pcm = Pcm.open('hw:Dummy', 'playback');
    pcm.setParams(simple);
    pcm.io(Int16Array).writei(samples);
    pcm.start();
    pcm.close();
  },
  rawmidi: () => Rawmidi.open('hw:VirMIDI,1', 'output').close(),
  'rawmidi, both ways': () => {
    const { input, output } = Rawmidi.openDuplex('hw:VirMIDI,1');
    output.write(Uint8Array.of(0x90, 60, 100));
    input.close();
    output.close();
  },
  seq: () => {
    const seq = Seq.open({ clientName: 'cycles' });
    seq.createSimplePort('a', ['read', 'write']);
    seq.allocQueue('q');
    seq.close();
  },
  timer: () => Timer.open('hrtimer').close(),
  'timer, started': () => {
    const timer = Timer.open('hrtimer');
    timer.setParams({ ticks: 1_000_000 });
    timer.start();
    timer.close();
  },
  ump: () => Ump.open('hw:MIDI2,0', 'output').close(),
};

const fields = [
  'arena',
  'ordblks',
  'smblks',
  'hblks',
  'hblkhd',
  'usmblks',
  'fsmblks',
  'uordblks',
  'fordblks',
  'keepcost',
];
const struct = koffi().struct(Object.fromEntries(fields.map((name) => [name, 'size_t'])));
const mallinfo = koffi().load(null).func('mallinfo2', struct, []);

/**
 * Bytes that malloc has given out (glibc's mallinfo2): resident memory is mostly the garbage collector's. Array buffers
 * are given back on another thread, so the least of several looks counts.
 */
async function allocatedBytes() {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 8; look++) {
    globalThis.gc();
    await setTimeout(5);
    const { uordblks, hblkhd } = mallinfo();
    least = Math.min(least, Number(uordblks) + Number(hblkhd));
  }
  return least;
}

/** V8 and libuv allocate a little, too. */
const noiseBytes = 128 * 1024;

const kinds = Object.entries(values.kernel ? kernel : here).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);
let grew = false;

function hasUmp() {
  try {
    kernel.ump();
    return true;
  } catch {
    return false;
  }
}

for (const [name, cycle] of kinds) {
  const some = async (cycles) => {
    for (let at = 0; at < cycles; at++) {
      cycle();
      // What is closed within a turn of the loop is let go of in the next.
      if (at % 500 === 0) await setImmediate();
    }
    await setImmediate();
  };
  if (name === 'ump' && !hasUmp()) {
    console.log('- ump: left out, there is no endpoint hw:MIDI2,0');
    continue;
  }
  // Caches are filled first.
  const began = process.hrtime.bigint();
  const tried = Math.min(200, Number(values.cycles));
  await some(tried);
  const eachSeconds = Number(process.hrtime.bigint() - began) / 1e9 / tried;
  const count = Math.min(
    Number(values.cycles),
    Math.max(tried, Math.floor(Number(values.seconds) / eachSeconds)),
  );
  await some(Math.ceil(count / 5));
  let growth = 0;
  let isFlat = false;
  let before;
  let after;
  let perCycleUs = 0;
  // V8 allocates, too, while it compiles what has become hot. That is over once; a leak is there each time.
  for (let attempt = 0; attempt < 4 && !isFlat; attempt++) {
    before = { allocated: await allocatedBytes(), resident: process.memoryUsage.rss() };
    const started = process.hrtime.bigint();
    await some(count);
    perCycleUs = Number(process.hrtime.bigint() - started) / 1000 / count;
    after = { allocated: await allocatedBytes(), resident: process.memoryUsage.rss() };
    growth = after.allocated - before.allocated;
    isFlat = growth <= noiseBytes;
  }
  if (!isFlat) grew = true;
  const mb = (bytes) => (bytes / 1048576).toFixed(2);
  console.log(
    `${isFlat ? '✓' : '✗'} ${name}: ${count} cycles of ${perCycleUs.toFixed(0)} µs; C has ` +
      `${mb(before.allocated)} → ${mb(after.allocated)} MB (${(growth / count).toFixed(1)} bytes a cycle), ` +
      `resident ${mb(before.resident)} → ${mb(after.resident)} MB`,
  );
}
await card.close();
process.exit(grew ? 1 : 0);
