import { expect, it } from 'vitest';
import { cardDevices } from '../../src/alsa/card-devices.js';
import type { Ctl } from '../../src/alsa/ctl/ctl.js';
import { AlsaError } from '../../src/alsa/error.js';
import { AlsatsError } from '../../src/error.js';

const info = (name: string, subdevice: number, count: number) => ({
  id: `${name} id`,
  name,
  subdeviceName: `sub ${subdevice}`,
  subdevicesCount: count,
  subdevicesAvailable: count - 1,
});

const ctl = {
  pcmDevices: () => [0, 3],
  pcmSubdevices: (device: number, stream: string) => {
    if (device === 3 && stream === 'capture') return [];
    return stream === 'capture' ? [info('PCM', 0, 1)] : [info('PCM', 0, 2), info('PCM', 1, 2)];
  },
  rawmidiDevices: () => [1],
  rawmidiSubdevices: (_: number, stream: string) => (stream === 'input' ? [info('MIDI', 0, 1)] : []),
  umpDevices: () => [1],
  umpInfo: () => ({ productId: 'P-1', name: 'Keys', blocksCount: 2 }),
  hwdepDevices: () => [2],
  hwdepInfo: () => ({ id: 'HDA Codec 0', name: 'HDA Codec 0' }),
} as unknown as Ctl;

it('lists each device once, with what it does in each direction', () => {
  const one = { count: 1, available: 0, names: ['sub 0'] };
  const two = { count: 2, available: 1, names: ['sub 0', 'sub 1'] };
  const pcm = { kind: 'pcm', id: 'PCM id', name: 'PCM' };
  expect(cardDevices(ctl, 'PCH')).toEqual([
    { ...pcm, device: 0, deviceName: 'hw:CARD=PCH,DEV=0', playback: two, capture: one },
    { ...pcm, device: 3, deviceName: 'hw:CARD=PCH,DEV=3', playback: two, capture: null },
    {
      kind: 'rawmidi',
      device: 1,
      deviceName: 'hw:CARD=PCH,DEV=1',
      id: 'MIDI id',
      name: 'MIDI',
      playback: null,
      capture: one,
    },
    {
      kind: 'ump',
      device: 1,
      deviceName: 'hw:CARD=PCH,DEV=1',
      id: 'P-1',
      name: 'Keys',
      playback: null,
      capture: null,
    },
    {
      kind: 'hwdep',
      device: 2,
      deviceName: 'hw:CARD=PCH,DEV=2',
      id: 'HDA Codec 0',
      name: 'HDA Codec 0',
      playback: null,
      capture: null,
    },
  ]);
});

it.each([
  new AlsatsError('unsupported', 'snd_ctl_ump_next_device needs alsa-lib 1.2.10 or newer'),
  new AlsaError('snd_ctl_ump_next_device', 25),
  new AlsaError('snd_ctl_ump_next_device', 6),
])('has no endpoints of MIDI 2.0 where nobody knows of them: %s', (error) => {
  const umpDevices = () => {
    throw error;
  };
  const old = { ...ctl, umpDevices } as unknown as Ctl;
  expect(cardDevices(old, 'PCH').map(({ kind }) => kind)).toEqual(['pcm', 'pcm', 'rawmidi', 'hwdep']);
});

it('does not take a card that is gone for one without endpoints', () => {
  const umpDevices = () => {
    throw new AlsaError('snd_ctl_ump_next_device', 19);
  };
  expect(() => cardDevices({ ...ctl, umpDevices } as unknown as Ctl, 'PCH')).toThrow(AlsaError);
});
