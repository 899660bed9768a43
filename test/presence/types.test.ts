/** What the types promise to a program in TypeScript. `npm run typecheck` is what fails here; nothing much runs. */

import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  AlsaError,
  AlsatsError,
  Config,
  Ctl,
  type ElemInfo,
  type ElemValue,
  type ErrorKind,
  HCtl,
  type HCtlChange,
  type HElem,
  MidiEventCoder,
  Mixer,
  type MixerChange,
  Pcm,
  type PcmOpenOptions,
  type PcmSetup,
  type PcmState,
  PcmWritable,
  type PlaybackEvent,
  type Pollable,
  type Rawmidi,
  type RecordingEvent,
  type SampleFormat,
  type Selem,
  type SelemStream,
  Seq,
  type SeqAddress,
  type SeqEvent,
  type SeqOutputEvent,
  type SimpleParams,
  Timer,
  type TimerEvent,
  type Ump,
  Waiter,
} from '../../src/index.js';
import { VirtualCard, type VirtualCardOptions } from '../../src/virtual-card/index.js';

describe('tagged unions', () => {
  it('narrow by their tag', () => {
    const told = (event: SeqEvent): number | string => {
      switch (event.type) {
        case 'note-on':
          expectTypeOf(event).toHaveProperty('velocity').toEqualTypeOf<number>();
          return event.note;
        case 'control-change':
          expectTypeOf(event.param).toEqualTypeOf<number>();
          return event.value;
        case 'port-subscribed':
          expectTypeOf(event.connection.sender).toEqualTypeOf<SeqAddress>();
          return event.connection.dest.client;
        case 'system-exclusive':
          expectTypeOf(event.data).toEqualTypeOf<Uint8Array>();
          return event.data.length;
        case 'unknown':
          return event.typeNumber;
        default:
          // @ts-expect-error a note is in notes only
          void event.note;
          return event.type;
      }
    };
    expectTypeOf(told).returns.toEqualTypeOf<number | string>();

    const partsOf = (value: ElemValue) => {
      if (value.type === 'BYTES') expectTypeOf(value.bytes).toEqualTypeOf<Uint8Array>();
      else if (value.type === 'IEC958') expectTypeOf(value.iec958.status).toEqualTypeOf<Uint8Array>();
      else if (value.type === 'INTEGER64') expectTypeOf(value.values).toEqualTypeOf<readonly bigint[]>();
      else if (value.type === 'BOOLEAN') expectTypeOf(value.values).toEqualTypeOf<readonly boolean[]>();
      else expectTypeOf(value.values).toEqualTypeOf<readonly number[]>();
    };
    const infoOf = (info: ElemInfo) => {
      if (info.type === 'INTEGER') expectTypeOf(info.max).toEqualTypeOf<number>();
      if (info.type === 'INTEGER64') expectTypeOf(info.max).toEqualTypeOf<bigint>();
      if (info.type === 'ENUMERATED') expectTypeOf(info.items).toEqualTypeOf<readonly string[]>();
      // @ts-expect-error only some have bounds
      void info.max;
    };
    expectTypeOf<PlaybackEvent['type']>().extract<'xrun'>().toEqualTypeOf<'xrun'>();
    expectTypeOf<'overrun'>().toExtend<RecordingEvent['type']>();
    expectTypeOf<TimerEvent>().toHaveProperty('type');
    expectTypeOf<HCtlChange['elem']>().toEqualTypeOf<HElem>();
    expectTypeOf<MixerChange['selem']>().toEqualTypeOf<Selem>();
    expect([told, partsOf, infoOf].every((use) => typeof use === 'function')).toBe(true);
  });

  it('are demanded whole where something is sent', () => {
    expectTypeOf<{ type: 'note-on'; channel: 0; note: 60; velocity: 1 }>().toExtend<SeqOutputEvent>();
    expectTypeOf<{ type: 'note-on'; channel: 0 }>().not.toExtend<SeqOutputEvent>();
    expectTypeOf<{ type: 'note-off'; data: Uint8Array }>().not.toExtend<SeqOutputEvent>();
    expectTypeOf<{ type: 'INTEGER'; values: boolean[] }>().not.toExtend<ElemValue>();
  });
});

describe('options', () => {
  it('are typed, and nothing else is let in', () => {
    expectTypeOf(Pcm.open).parameter(1).toEqualTypeOf<'playback' | 'capture'>();
    expectTypeOf<{ nonblok: true }>().not.toExtend<PcmOpenOptions>();
    expectTypeOf<SimpleParams['format']>().toEqualTypeOf<SampleFormat>();
    expectTypeOf<'S16_LE'>().toExtend<SampleFormat>();
    expectTypeOf<'S17_LE'>().not.toExtend<SampleFormat>();
    expectTypeOf<Pcm['state']>().toEqualTypeOf<PcmState>();
    expectTypeOf<Pcm['setup']>().toEqualTypeOf<PcmSetup | null>();
    expectTypeOf<VirtualCardOptions>().toExtend<{ readonly xrunEverySeconds?: number | undefined }>();
    expectTypeOf<ErrorKind>().extract<'busy' | 'gone'>().toEqualTypeOf<'busy'>();
    expectTypeOf<AlsaError>().toExtend<AlsatsError>();
  });

  it('bind samples to their array', () => {
    const use = (pcm: Pcm) => {
      const io = pcm.io(Int16Array);
      expectTypeOf(io.writei).parameter(0).toEqualTypeOf<Int16Array>();
      const bytes = Buffer.alloc(8);
      io.writei(new Int16Array(bytes.buffer, bytes.byteOffset, 4));
      // @ts-expect-error bytes are not samples of 16 bits
      io.writei(new Uint8Array(4));
      // @ts-expect-error an array is no typed array
      pcm.io(Array);
    };
    expect(use).toBeTypeOf('function');
  });

  it('tell what may be absent', () => {
    expectTypeOf<Mixer['findSelem']>().returns.toEqualTypeOf<Selem | null>();
    expectTypeOf<HCtl['findElem']>().returns.toEqualTypeOf<HElem | null>();
    expectTypeOf<SelemStream['getDb']>().returns.toEqualTypeOf<number | null>();
  });
});

describe('objects that own something', () => {
  it('are for "using"', () => {
    expectTypeOf<
      Pcm | Ctl | HCtl | Mixer | Rawmidi | Ump | Seq | MidiEventCoder | Timer | Config | Waiter
    >().toExtend<Disposable>();
    for (const owner of [Pcm, Ctl, HCtl, Mixer, Seq, MidiEventCoder, Timer, Config, Waiter])
      expect(owner.prototype[Symbol.dispose], owner.name).toBeTypeOf('function');
    using coder = MidiEventCoder.create();
    expect(coder.isOpen).toBe(true);
  });

  it('cannot be made by hand', () => {
    // @ts-expect-error open() makes one
    expect(() => new Pcm(0n)).toThrow(AlsatsError);
    // @ts-expect-error create() makes one
    expect(() => new MidiEventCoder(0n, 16)).toThrow(AlsatsError);
  });

  it('wait in one way', () => {
    expectTypeOf<Pcm | Ctl | HCtl | Mixer | Rawmidi | Ump | Seq | Timer>().toExtend<Pollable>();
    expectTypeOf<Pcm['ready']>().returns.toEqualTypeOf<Promise<number>>();
    expectTypeOf<ReturnType<Ctl['events']>>().toExtend<AsyncIterable<unknown>>();
    expectTypeOf<ReturnType<Seq['events']>>().toExtend<AsyncIterable<unknown>>();
    expectTypeOf<PcmWritable>().toExtend<NodeJS.WritableStream>();
    expect([AlsaError, PcmWritable, VirtualCard].every((made) => typeof made === 'function')).toBe(true);
  });
});
