// Control handles on real drivers in careless hands.
import assert from 'node:assert/strict';
import { Ctl } from '../../src/alsa/ctl/ctl.js';
import { HCtl } from '../../src/alsa/hctl.js';
import { seededRandom } from '../audio/random.js';
import { kernelTest } from './rig/index.js';
import { removeUserElements } from './rig/user-elements.js';

const garbage: readonly unknown[] = [
  ...[
    undefined,
    null,
    0,
    1,
    -1,
    7,
    1.5,
    Number.NaN,
    2 ** 32,
    2 ** 53,
    12n,
    1n << 70n,
    '',
    'MIXER',
    true,
    {},
    [],
  ],
  ...['Master Volume', 'x'.repeat(500), 'a\0b', Symbol('x'), () => 0, new Uint8Array(3), new Uint32Array(2)],
  ...[{ numid: 1 }, { numid: 3 }, { name: 'Master Volume' }, { name: 'Master Volume', iface: 'CARD' }],
  ...[
    { type: 'INTEGER', values: [1, 2] },
    { type: 'INTEGER', values: [1] },
    { type: 'BYTES', bytes: new Uint8Array(9) },
  ],
  ...[
    { id: { numid: 1 }, type: 'INTEGER', count: 1e9 },
    { id: { numid: 1 }, type: 'BYTES', count: 512 },
    { id: {} },
  ],
  ...[
    { id: { numid: 2 }, type: 'ENUMERATED', count: 2, items: null },
    { id: { numid: 9999 }, type: 'IEC958', count: 1 },
  ],
  ...[
    Uint32Array.of(1, 8, 0, 0),
    Uint32Array.of(1, 0xffffffff),
    { type: 'container', items: [] },
    { type: 'dbScale' },
  ],
  ...[
    { type: 'INTEGER', id: { name: 'G' }, count: 200, min: 0, max: 1 },
    { type: 'BYTES', id: { name: 'G' }, count: 512 },
  ],
  ...[
    { type: 'ENUMERATED', id: { name: 'G' }, items: [] },
    { type: 'ENUMERATED', id: { name: 'G' }, items: ['', 7] },
  ],
  ...[
    { type: 'INTEGER', id: { name: 'G' }, min: 5, max: 1 },
    { type: 'INTEGER', id: { name: 'G' }, min: 'a', max: {} },
  ],
  ...['playback', 'capture', 'input', 'D0'],
];

kernelTest('no call in any order ends the process', { timeoutMs: 120_000 }, async () => {
  const random = seededRandom(5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  // Blocking calls would only show that they block.
  const leftOut = new Set(['constructor', 'close', 'wait', 'ready', 'release', 'events', 'changes']);
  const methods = [HCtl, Ctl, Object.getPrototypeOf(Ctl) as typeof Ctl].flatMap((kind) =>
    Object.getOwnPropertyNames(kind.prototype).filter((name) => !leftOut.has(name)),
  );
  let controls: HCtl[] = [];
  const called = new Set<string>();
  for (let step = 0; step < 20_000; step++) {
    if (controls.length < 3)
      controls.push(
        HCtl.open(pick(['hw:Dummy', 'hw:Loopback', 'hw:VirMIDI']), pick([{}, { nonblock: true }])),
      );
    const control = pick(controls);
    const name = pick(methods);
    const args = Array.from({ length: Math.floor(random() * 4) }, () =>
      random() < 0.1 ? pick(controls) : pick(garbage),
    );
    try {
      const value = (control as unknown as Record<string, unknown>)[name];
      const result: unknown = typeof value === 'function' ? value.apply(control, args) : value;
      if (result !== null && typeof result === 'object' && Symbol.iterator in result)
        [...(result as Iterable<unknown>)];
    } catch (error) {
      assert.ok(error instanceof Error, name);
    }
    called.add(name);
    if (random() < 0.01) pick(controls).close();
    if (random() < 0.01) controls = controls.filter(({ isOpen }) => isOpen);
  }
  for (const control of controls) control.close();
  assert.ok(called.size > 30);
  removeUserElements();
});
