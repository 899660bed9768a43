import { describe, expect, it } from 'vitest';
import type { SeqEvent, SeqEventBody } from '../../../src/alsa/seq/event.js';
import { EventFields } from '../../../src/commands/seq/event-json.js';
import { EventColumns } from '../../../src/commands/seq/event-text.js';
import { filterOf } from '../../../src/commands/seq/filter.js';
import { graphDot } from '../../../src/commands/seq/graph-dot.js';
import { graphText } from '../../../src/commands/seq/graph-text.js';
import { LineBuffer } from '../../../src/commands/seq/line-buffer.js';
import { umpTypes } from '../../../src/midi/ump/message.js';
import { plainStyle } from '../../../src/terminal/style.js';
import { oneOfEach } from '../../alsa/seq/events.js';
import { studio } from './studio.js';

const received = (body: SeqEventBody): SeqEvent => ({
  ...body,
  source: { client: 20, port: 0 },
  dest: { client: 130, port: 0 },
  queue: 1,
  time: { seconds: 3, nanoseconds: 250_000_000 },
  tag: 0,
  isHighPriority: false,
});

describe('the list of clients', () => {
  it('has arrows as events go', () => {
    expect(graphText(studio(), plainStyle)).toBe(
      [
        '  0  System  [kernel]',
        '     0:0     (> Timer',
        '     0:1      > Announce                → 128:0 FLUID Synth (1)',
        ' 14  Midi Through  [kernel]',
        '     14:0    <> Midi Through Port-0     → 20:0 nanoKEY2 (tick time of queue 3)',
        '     14:1    <> Midi Through Port-1     → 128:1 FLUID Synth (1)',
        ' 20  nanoKEY2  [card 2]',
        '     20:0    <> nanoKEY2 MIDI 1         ← 14:0 Midi Through (tick time of queue 3)',
        ' 24  nanoKEY2  [card 3]',
        '     24:0    <> nanoKEY2 MIDI 1         → 128:0 FLUID Synth (1) (exclusive)',
        '128  FLUID Synth (1)  [fluidsynth, process 4128]',
        '     128:0   <  Synth input port (1:0)  ← 0:1 System',
        '                                        ← 24:0 nanoKEY2 (exclusive)',
        '     128:1   <> private                 ← 14:1 Midi Through',
      ].join('\n'),
    );
  });

  it('shows what others chose as names, and is not driven by it', () => {
    const graph = studio();
    const hostile = { ...graph.clients[1]!, name: 'a\x1b[2J"\\n\nb' };
    const text = graphText({ clients: [hostile], connections: [] }, plainStyle);
    expect(text.split('\n')[0]).toBe(' 14  a\\x1b[2J"\\n\\nb  [kernel]');
    const dot = graphDot({ clients: [hostile], connections: [] });
    expect(dot).toContain('label="14: a\\\\x1b[2J\\"\\\\n\\\\nb";');
  });

  it('is a graph for Graphviz', () => {
    const dot = graphDot(studio());
    expect(dot).toMatch(/^digraph sequencer \{\n/);
    expect(dot).toContain('  "24:0" -> "128:0" [style=bold, label="exclusive"];');
    expect(dot.match(/subgraph/g)).toHaveLength(5);
  });
});

/** What something adds to a line. */
function added(adder: { add(event: SeqEvent, lines: LineBuffer): void }, event: SeqEvent): string {
  const lines = new LineBuffer();
  adder.add(event, lines);
  return Buffer.from(lines.bytes).toString();
}

describe('an event', () => {
  it.each([
    [
      { type: 'note-on', channel: 0, note: 60, velocity: 100 },
      'Note on               1  note 60, velocity 100',
    ],
    [
      { type: 'note-off', channel: 9, note: 127, velocity: 0 },
      'Note off             10  note 127, velocity 0',
    ],
    [
      { type: 'control-change', channel: 255, param: 0x3fff, value: -8192 },
      'Control change      256  controller 16383, value -8192',
    ],
    [{ type: 'pitch-bend', channel: 15, value: -8192 }, 'Pitch bend           16  value -8192'],
    [{ type: 'clock', affectedQueue: 0 }, 'Clock                 -'],
    [{ type: 'system-exclusive', data: Uint8Array.of(0xf0, 1, 0xf7) }, 'System exclusive      -  F0 01 F7'],
    [
      { type: 'ump', words: Uint32Array.of(0x4f93_3c00, 0x8000_0000) },
      'Note on               4  group 16, note 60, velocity 32768, attribute type 0, attribute 0',
    ],
    [
      { type: 'ump', words: Uint32Array.of(0x40b0_0700, 0x8000_0000) },
      'Control change        1  group 1, controller 7, value 0x80000000',
    ],
    [
      { type: 'ump', words: Uint32Array.of(0xf003_1b5b, 0x324a_0000, 0, 0) },
      'Endpoint name         -  part "complete", text "\\x1b[2J"',
    ],
    [
      { type: 'ump', words: Uint32Array.of(0x40c0_0000, 0x0700_0000) },
      'Program change        1  group 1, program 7',
    ],
    [{ type: 'ump', words: Uint32Array.of(0x0020_1234) }, 'JR timestamp          -  time 4660'],
    [{ type: 'ump', words: Uint32Array.of(0x6123_4567) }, 'Undefined             -  61234567'],
    [{ type: 'unknown', typeNumber: 77, data: new Uint8Array(2) }, 'Unknown               -  type 77, 00 00'],
  ] as [SeqEventBody, string][])('of %o is a line', (body, text) => {
    expect(added(new EventColumns(), received(body))).toBe(`   20:0    ${text}`);
  });

  it('of any type has a line, and JSON with all that it says', () => {
    for (const body of oneOfEach) {
      const event = received(body);
      expect(added(new EventColumns(), event)).toMatch(/^ {3}20:0 {4}\S/);
      const fields = JSON.parse(`{${added(new EventFields(), event)}}`);
      expect(fields).toMatchObject({
        source: { client: 20, port: 0 },
        dest: { client: 130, port: 0 },
        queue: 1,
        tick: null,
        seconds: 3.25,
        tag: 0,
      });
      const { type, data, ...said } = body as { type: string; data?: Uint8Array };
      if (data !== undefined)
        expect(fields.bytes).toBe(
          Buffer.from(data)
            .toString('hex')
            .toUpperCase()
            .replace(/..(?=.)/g, '$& '),
        );
      // A position has the name of what it is: the event's own time has the plain ones.
      if (!type.startsWith('set-position')) expect(fields).toMatchObject(said);
      else expect(fields.position).toBeGreaterThan(0);
    }
  });
});

describe('a filter of events', () => {
  const options = { clock: true, sensing: true };
  const passing = (given: Parameters<typeof filterOf>[0]) => {
    const filter = filterOf(given);
    return oneOfEach.filter((event) => filter.passes(event)).map(({ type }) => type);
  };

  it('lets all pass where nothing is asked for', () => {
    expect(passing(options)).toHaveLength(oneOfEach.length);
  });

  it('knows types, words, groups and channels', () => {
    expect(passing({ ...options, only: ['note,cc'] })).toEqual([
      'note',
      'note-on',
      'note-off',
      'control-change',
      'control-change-14',
    ]);
    expect(passing({ ...options, only: ['announce'] })).toContain('port-exit');
    expect(passing({ ...options, clock: false, sensing: false })).not.toContain('clock');
    expect(passing({ ...options, channel: [9] })).toEqual([
      'program-change',
      'channel-pressure',
      'pitch-bend',
    ]);
    expect(passing({ ...options, only: ['syx'] })).toEqual(['system-exclusive']);
    expect(() => passing({ ...options, only: ['lyrics'] })).toThrow('"lyrics" is no type of event');
    const ofPackets = filterOf({ ...options, only: ['lyrics,syx'] }, umpTypes);
    const types = ['lyrics', 'system-exclusive-7', 'note-on'];
    expect(types.filter((type) => ofPackets.passes({ type }))).toEqual(['lyrics', 'system-exclusive-7']);
    expect(() => passing({ ...options, only: ['nonsense'] })).toThrow(
      expect.objectContaining({ kind: 'invalid' }),
    );
  });
});
