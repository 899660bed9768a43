// Objects of every public class, in the states that calls may find them in.
import { writeFileSync } from 'node:fs';
import { plainWaveHeader } from '../audio/plain-wave.mjs';

/** @typedef {typeof import('../../src/index.js') & typeof import('../../src/virtual-card/index.js')} Library */
/** @typedef {(library: Library, pick: <T>(list: readonly T[]) => T) => unknown[]} Recipe */

const simple = /** @type {const} */ ({
  format: 'S16_LE',
  channels: 2,
  framesPerSecond: 48_000,
  latencyUs: 50_000,
});

/** @param {Library} library */
function ioPlug({ IoPlug }, /** @type {'playback' | 'capture'} */ stream) {
  let frames = 0;
  return IoPlug.open({
    name: 'abused',
    stream,
    nonblock: true,
    constraints: {
      formats: ['S16_LE', 'FLOAT_LE'],
      channels: { min: 1, max: 8 },
      framesPerSecond: [44_100, 48_000],
      periodBytes: { min: 64, max: 65_536 },
      bufferBytes: { min: 128, max: 262_144 },
    },
    handlers: {
      // Never at a stand, so that no drain waits.
      pointer: () => {
        frames += 16;
        return frames;
      },
      transfer: (_bytes, count) => count,
    },
  });
}

/** @param {Library} library */
function ctlPlug({ CtlPlug }) {
  const volume = { values: [10, 20] };
  return new CtlPlug({ id: 'Abused', name: 'of a test' }, [
    {
      type: 'INTEGER',
      id: { name: 'Master Playback Volume' },
      count: 2,
      min: 0,
      max: 64,
      tlv: { type: 'dbScale', minMillibels: -6400, stepMillibels: 100, mute: true },
      read: () => volume.values,
      write: (values) => {
        volume.values = [...values];
        return true;
      },
    },
    { type: 'BOOLEAN', id: { name: 'Master Playback Switch' }, read: () => [true], write: () => false },
    {
      type: 'ENUMERATED',
      id: { name: 'Source' },
      items: ['Mic', 'Line'],
      read: () => [1],
      write: () => true,
    },
    { type: 'INTEGER64', id: { name: 'Big' }, min: 0n, max: 2n ** 40n, read: () => [7n], write: () => true },
    {
      type: 'BYTES',
      id: { name: 'Raw' },
      count: 4,
      read: () => Uint8Array.of(1, 2, 3, 4),
      write: () => true,
    },
    { type: 'BOOLEAN', id: { iface: 'CARD', name: 'Headphone Jack' }, read: () => [false] },
  ]);
}

/** @type {Readonly<Record<string, Recipe>>} */
export const recipes = {
  pcm: (library, pick) => {
    const { ExtPlug, Pcm, PcmReadable, PcmWritable, VirtualCard, Waiter } = library;
    const stream = pick(/** @type {const} */ (['playback', 'capture']));
    const pcm = pick([
      () => Pcm.open(pick(['null', 'plug:null', "file:'/dev/null',raw"]), stream, { nonblock: true }),
      () =>
        Pcm.openWithConfig('pcm.a { type plug slave.pcm { type null } }', 'a', stream, { nonblock: true }),
      () => ioPlug(library, stream),
      () =>
        ExtPlug.open({
          name: 'abused',
          stream,
          slave: 'null',
          nonblock: true,
          formats: ['S16_LE'],
          handlers: { filter: (input, output) => output.set(input) },
        }),
      () => new VirtualCard({ pace: 'none' }).openPcm(stream, { nonblock: true }),
    ])();
    const state = pick(['open', 'chosen', 'set up', 'written', 'streamed', 'watched']);
    if (state === 'chosen') return [pcm, pcm.hwParamsAny(), pcm.hwParamsAny().rate, pcm.hwParamsAny().format];
    if (state === 'open') return [pcm];
    pcm.setParams(simple);
    if (state === 'written' && stream === 'playback') pcm.io(Int16Array).writei(new Int16Array(64));
    if (state === 'streamed')
      return [pcm, stream === 'playback' ? new PcmWritable(pcm) : new PcmReadable(pcm)];
    if (state === 'watched') return [pcm, new Waiter(pcm), pcm.pollDescriptors()];
    return [pcm, pcm.io(Int16Array), pcm.ioBytes(), pcm.swParamsCurrent(), pcm.hwParamsCurrent()];
  },

  controls: (library, pick) => {
    const { VirtualCard } = library;
    const plug = pick([() => ctlPlug(library), () => new VirtualCard({ pace: 'none' })])();
    const hctl = plug.openHCtl({ nonblock: true });
    if (pick([true, true, false])) hctl.load();
    const mixer = plug.openMixer();
    const [selem] = mixer.elements();
    return [
      plug,
      plug.openCtl({ nonblock: true }),
      hctl,
      ...hctl.elements(),
      mixer,
      selem,
      selem?.playback,
      selem?.capture,
    ];
  },

  mixer: ({ Mixer }) => [Mixer.create()],

  config: ({ Config }, pick) => {
    const text = pick(['pcm.a { type null } b.c.d 1 list [ 1 { x y } ]', 'x 1.5 y 99999999999', 'a.b.c "t"']);
    const config = Config.load(text);
    return [config, config.root, ...config];
  },

  midi: (library) => {
    const { MessageFilter, MidiEncoder, MidiEventCoder, MidiStreamParser, MidiWordParser, RelativeTimes } =
      library;
    const { TempoMap, TrackEncoder } = library;
    const track = new TrackEncoder();
    return [
      MidiEventCoder.create(64),
      new MidiEncoder(),
      new MidiStreamParser({}),
      new MidiWordParser(),
      new MessageFilter(),
      new RelativeTimes(),
      track,
      new TempoMap({ division: { ticksPerBeat: 96 } }),
    ];
  },

  audio: ({ LevelMeter }) => [new LevelMeter('S16_LE', 2)],

  card: ({ VirtualCard, CardWatch }) => [new VirtualCard({ pace: 'none' }), CardWatch],
};

/** What only a kernel with ALSA has. @type {Readonly<Record<string, Recipe>>} */
export const kernelRecipes = {
  seq: ({ Seq, SeqInlet, SeqOutlet }, pick) => {
    const seq = Seq.open({
      clientName: 'abused',
      nonblock: true,
      streams: pick(['duplex', 'input', 'output']),
    });
    if (pick([true, false]))
      seq.createSimplePort('a', ['read', 'write', 'subscribe-read', 'subscribe-write']);
    if (pick([true, false])) seq.allocQueue('q');
    return [seq, SeqInlet, SeqOutlet];
  },
  timer: ({ Timer }, pick) => {
    const timer = Timer.open(pick(['hrtimer', 'system']), { nonblock: true });
    if (pick([true, false])) timer.setParams({ ticks: 1_000_000 });
    return [timer];
  },
  rawmidi: ({ Rawmidi }, pick) => {
    if (pick([true, false])) return Object.values(Rawmidi.openDuplex('hw:VirMIDI,0', { nonblock: true }));
    const port = Rawmidi.open('hw:VirMIDI,1', pick(['input', 'output']), { nonblock: true });
    return [port, port.pollDescriptors()];
  },
  ump: ({ Ump }, pick) => [Ump.open('hw:MIDI2,0', pick(['input', 'output']), { nonblock: true })],
  pcm: (library, pick) => {
    const { Pcm, PcmReadable, PcmWritable, Waiter } = library;
    const stream = pick(/** @type {const} */ (['playback', 'capture']));
    const pcm = Pcm.open(pick(['hw:Dummy', 'plughw:Dummy,1', 'hw:Loopback,0']), stream, {
      nonblock: true,
    });
    const state = pick(['open', 'chosen', 'set up', 'mapped', 'written', 'streamed', 'watched']);
    if (state === 'open') return [pcm];
    if (state === 'chosen') return [pcm, pcm.hwParamsAny(), pcm.hwParamsAny().rate, pcm.hwParamsAny().format];
    pcm.setParams(state === 'mapped' ? { ...simple, access: 'MMAP_INTERLEAVED' } : simple);
    if (state === 'written' && stream === 'playback') pcm.io(Int16Array).writei(new Int16Array(64));
    if (state === 'streamed')
      return [pcm, stream === 'playback' ? new PcmWritable(pcm) : new PcmReadable(pcm)];
    if (state === 'watched') return [pcm, new Waiter(pcm), pcm.pollDescriptors()];
    return [pcm, pcm.io(Int16Array), pcm.ioBytes(), pcm.swParamsCurrent(), pcm.hwParamsCurrent()];
  },
  controls: ({ CardJacks, Ctl, HCtl, Mixer }, pick) => {
    const name = pick(['hw:Dummy', 'hw:Loopback', 'hw:VirMIDI']);
    const hctl = HCtl.open(name, { nonblock: true });
    if (pick([true, true, false])) hctl.load();
    const mixer = Mixer.open('hw:Dummy');
    const [selem] = mixer.elements();
    return [
      ...[Ctl.open(name, { nonblock: true }), hctl, ...hctl.elements().slice(0, 3), CardJacks.open(0)],
      ...[mixer, selem, selem?.playback, selem?.capture],
    ];
  },
};

/** A short WAVE file for readers. @param {string} path */
export function writeSound(path) {
  const dataBytes = 400;
  writeFileSync(path, Buffer.concat([plainWaveHeader(dataBytes), Buffer.alloc(dataBytes)]));
}
