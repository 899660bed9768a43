/** Raw MIDI ports of alsa-lib's own code for devices, on a driver of ours: see fake-driver.c. */

import { beforeAll, describe, expect, it } from 'vitest';
import { runChild } from '../native/child.js';
import { fakeDriverEnv, whyNoDriver } from './fake-driver.js';

if (whyNoDriver !== undefined) console.log(`left out: ${whyNoDriver}`);

const PRELUDE = `
  import { Rawmidi } from '../rawmidi/rawmidi.js';
  import { rawmidiPorts } from '../rawmidi/ports.js';
  import { AlsatsError } from '../../error.js';
  const nonblock = { nonblock: true };
  const kindOf = (call: () => unknown) => {
    try { return ['taken', call()]; } catch (error) { return (error as AlsatsError).kind ?? String(error); }
  };
`;

describe.skipIf(whyNoDriver !== undefined)('a raw MIDI device', () => {
  let env: { LD_PRELOAD: string };
  beforeAll(() => {
    env = fakeDriverEnv();
  });

  /** What a script gives, as JSON. */
  function run(script: string): unknown {
    const code = `${PRELUDE}
      const main = async () => { ${script} };
      main().then((result) => console.log(JSON.stringify(result)));`;
    const { stdout, stderr, status } = runChild(code, { env });
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  }

  it('tells what it is', () => {
    expect(
      run(`const [port] = rawmidiPorts();
        const output = Rawmidi.open('hw:0,0', 'output');
        const { card, stream, name, isDuplex } = output.info();
        return [port, output.type, output.isNonblock, { card, stream, name, isDuplex }];`),
    ).toEqual([
      {
        card: { index: 0, id: 'Fake', name: 'Fake card' },
        device: 0,
        subdevice: 0,
        subdevicesCount: 1,
        subdevicesAvailable: 1,
        deviceName: 'hw:0,0,0',
        name: 'Fake MIDI',
        output: { name: '', isActive: true },
        input: { name: '', isActive: true },
        isUmp: false,
        tiedDevice: null,
        sequencer: null,
      },
      'HW',
      false,
      { card: 0, stream: 'output', name: 'Fake MIDI', isDuplex: true },
    ]);
  });

  it('takes parameters in any order, and none that alsa-lib would abort on', () => {
    expect(
      run(`const input = Rawmidi.open('hw:0,0', 'input', nonblock);
        const timed = { readMode: 'TSTAMP', clock: 'MONOTONIC' } as const;
        const taken = [
          input.params(),
          input.setParams({ bufferBytes: 65536, availMinBytes: 4096, ...timed }),
          input.setParams({ bufferBytes: 32, availMinBytes: 1 }),
          input.setParams({ bufferBytes: 1024, availMinBytes: 1000 }),
          input.setParams({ bufferBytes: undefined }),
        ].map(({ bufferBytes, availMinBytes, readMode, clock }) => [bufferBytes, availMinBytes, readMode, clock]);
        const bad = [
          { bufferBytes: 31 }, { bufferBytes: 2 ** 21 }, { bufferBytes: 1025 }, { bufferBytes: 1000 }, { availMinBytes: 0 },
          { availMinBytes: 1024 }, { clock: 'NONE' }, { clock: 'SUNDIAL' }, { readMode: 'STANDARD' }, null,
        ];
        return [taken, bad.map((wanted) => kindOf(() => input.setParams(wanted as never)))];`),
    ).toEqual([
      [
        [4096, 1, 'STANDARD', 'NONE'],
        [65_536, 4096, 'TSTAMP', 'MONOTONIC'],
        [32, 1, 'TSTAMP', 'MONOTONIC'],
        [1024, 1000, 'TSTAMP', 'MONOTONIC'],
        [1024, 1000, 'TSTAMP', 'MONOTONIC'],
      ],
      Array.from({ length: 10 }, () => 'invalid'),
    ]);
  });

  it('gives bytes back as they were written, with and without their times', () => {
    expect(
      run(`const { input, output } = Rawmidi.openDuplex('hw:0,0', nonblock);
        const target = new Uint8Array(2);
        const plain = [input.read(target), output.write(Uint8Array.of(0, 1, 2, 3), 1, 2), input.read(target), [...target]];
        input.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' });
        const before = process.hrtime.bigint();
        output.write(Uint8Array.of(4, 5, 6));
        const first = input.tread(target);
        const second = input.tread(target);
        const isInTime = (time) => time >= before && time <= process.hrtime.bigint();
        const timed = [first.byteLength, second.byteLength, target[0], first.timeNs === second.timeNs, isInTime(first.timeNs)];
        output.write(Uint8Array.of(7, 8));
        const chunks = input.readTimed().map(({ bytes, timeNs }) => [[...bytes], isInTime(timeNs)]);
        return [plain, timed, chunks, input.tread(target), await output.drained(), input.wait(0)];`),
    ).toEqual([[0, 2, 2, [1, 2]], [2, 1, 6, true, true], [[[7, 8], true]], null, true, false]);
  });

  it('carries a megabyte both ways at once', () => {
    expect(
      run(`const { input, output } = Rawmidi.openDuplex('hw:0,0', nonblock);
        input.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' });
        const bytes = Buffer.alloc(1024 * 1024, 1).map((_, index) => (index * 31) % 251);
        const writing = output.writeAll(bytes);
        const pieces = [];
        let count = 0;
        for await (const chunk of input.chunks()) {
          pieces.push(chunk.bytes);
          count += chunk.bytes.length;
          if (count >= bytes.length) break;
        }
        return [await writing, Buffer.concat(pieces).equals(bytes)];`),
    ).toEqual([1024 * 1024, true]);
  });

  it('refuses what is out of order, and ends waiting where it is closed', () => {
    expect(
      run(`const input = Rawmidi.open('hw:0,0', 'input', nonblock);
        const output = Rawmidi.open('hw:0,0', 'output', { append: true });
        const kinds = [
          kindOf(() => input.write(new Uint8Array(1))),
          kindOf(() => output.read(new Uint8Array(1))),
          kindOf(() => input.read([] as never)),
          kindOf(() => input.tread(new Uint8Array(1))),
          kindOf(() => output.setNonblock(false)),
          kindOf(() => output.setParams({ readMode: 'TSTAMP', clock: 'MONOTONIC' })),
          kindOf(() => output.write(new Uint8Array(1), 2)),
          kindOf(() => Rawmidi.open('hw:0,0', 'input')),
          kindOf(() => Rawmidi.open('hw:0,0', 'output', { append: true })),
          kindOf(() => Rawmidi.open('hw:0,1', 'input')),
        ];
        const waiting = input.ready().catch((error) => error.kind);
        const next = output.writeAll(new Uint8Array(1024 * 1024)).catch((error) => error.kind);
        setTimeout(() => { input.close(); output.close(); }, 20);
        // Its own bytes make the input ready before that.
        kinds.push(typeof (await waiting), await next);
        return [...kinds, kindOf(() => input.read(new Uint8Array(1))), kindOf(() => output.status())];`),
    ).toEqual([
      ...['invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'invalid'],
      ...['busy', 'busy', 'not-found', 'number', 'closed', 'closed', 'closed'],
    ]);
  });

  it.each([1, 2, 3])('survives anything that is called on it (seed %i)', (seed) => {
    const script = `
      let state = ${seed} * 7919;
      const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
      const pick = (list) => list[Math.floor(random() * list.length)];
      const garbage = [undefined, null, 0, -1, 1.5, NaN, 2 ** 53, 12n, '', 'TSTAMP', true, {}, [], new Uint8Array(0),
        new Uint8Array(4096), new Uint32Array(4), { bufferBytes: 64, availMinBytes: 63 }, { bufferBytes: 32, availMinBytes: 1 },
        { readMode: 'TSTAMP', clock: 'MONOTONIC' }, { readMode: 'STANDARD', clock: 'NONE', bufferBytes: 4096 }];
      // Blocking calls would only show that they block.
      const leftOut = ['constructor', 'wait', 'ready', 'release', 'drain', 'setNonblock', 'chunks', 'writeAll', 'drained'];
      const methods = [];
      for (let proto = Rawmidi.prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto))
        methods.push(...Object.getOwnPropertyNames(proto).filter((name) => !leftOut.includes(name)));
      const ports = [];
      const called = new Set();
      for (let step = 0; step < 8000; step++) {
        try {
          if (ports.length < 4 && random() < 0.2) {
            const name = pick(['hw:0,0', 'hw:0', 'default', 'none']);
            if (random() < 0.3) ports.push(...Object.values(Rawmidi.openDuplex(name, nonblock)));
            else ports.push(Rawmidi.open(name, pick(['input', 'output']), { nonblock: true, append: random() < 0.1 }));
          }
          if (ports.length === 0) continue;
          const port = pick(ports);
          const method = pick(methods);
          called.add(method);
          const args = Array.from({ length: Math.floor(random() * 4) }, () => pick(random() < 0.1 ? ports : garbage));
          const value = port[method];
          if (typeof value === 'function') value.apply(port, args);
          if (random() < 0.02) pick(ports).close();
          if (random() < 0.02) ports.splice(Math.floor(random() * ports.length), 1)[0].close();
        } catch (error) {
          if (!(error instanceof AlsatsError)) throw error;
        }
      }
      return called.size > 15;`;
    expect(run(script)).toBe(true);
  });
});
