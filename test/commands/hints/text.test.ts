/** What `hints` shows, from data alone. */

import { describe, expect, it } from 'vitest';
import type { PcmCapabilities } from '../../../src/alsa/pcm/capabilities.js';
import type { CapabilityEntry } from '../../../src/commands/hints/capability-listing.js';
import { capabilityJson, capabilityText } from '../../../src/commands/hints/capability-text.js';
import type { ListedCard, Listing } from '../../../src/commands/hints/listing.js';
import { listingText } from '../../../src/commands/hints/listing-text.js';
import { displayWidth } from '../../../src/terminal/width.js';

const card: ListedCard = {
  index: 1,
  id: 'Set',
  name: 'USB Headphone Set',
  longName: 'Müller 耳機 Headphone Set at usb-0000:00:14.0-2, full speed',
  driver: 'USB-Audio',
  mixerName: 'USB Mixer',
  components: 'USB0d8c:0014',
  deviceName: 'hw:CARD=Set',
  hardware: {
    kernelDriver: 'snd-usb-audio',
    bus: 'usb',
    busPath: 'pci-0000:00:14.0-usb-0:2:1.0',
    vendorId: '0d8c',
    productId: '0014',
    usbManufacturer: 'Müller',
    usbProduct: '耳機',
    usbSerial: 'A\u001b[31m1',
  },
  devices: [
    {
      kind: 'pcm',
      device: 0,
      id: 'USB Audio',
      name: 'USB Audio',
      deviceName: 'hw:CARD=Set,DEV=0',
      playback: {
        count: 1,
        available: 0,
        names: ['subdevice #0'],
        owners: [
          { subdevice: 0, pid: 42, program: 'aplay' },
          { subdevice: 0, pid: 43, program: null },
        ],
      },
      capture: { count: 2, available: 2, names: ['a', 'b'], owners: [] },
    },
    {
      kind: 'hwdep',
      device: 3,
      id: 'X',
      name: '',
      deviceName: 'hw:CARD=Set,DEV=3',
      playback: null,
      capture: null,
    },
  ],
};

const listing: Listing = {
  cards: [card],
  devices: [
    { kind: 'pcm', name: 'default', description: 'Playback\nor capture', playback: true, capture: true },
    { kind: 'pcm', name: 'out', description: null, playback: true, capture: false },
    { kind: 'pcm', name: 'in', description: 'Eingang\tüber 耳機', playback: false, capture: true },
  ],
};

describe('a listing', () => {
  it('is in plain columns where there is no terminal', async () => {
    expect(await listingText(listing, { terminalColumns: null })).toBe(`\
NAME     DIRECTION  DESCRIPTION
default  both       Playback; or capture
out      playback   -
in       capture    Eingang\\tüber 耳機

CARD  ID   NAME                                                         DRIVER         HARDWARE                                                  DEVICE
   1  Set  Müller 耳機 Headphone Set at usb-0000:00:14.0-2, full speed  snd-usb-audio  pci-0000:00:14.0-usb-0:2:1.0 0d8c:0014 serial A\\x1b[31m1  hw:CARD=Set

DEVICE             KIND   NAME       PLAYBACK                                     CAPTURE
hw:CARD=Set,DEV=0  pcm    USB Audio  0 of 1 free: aplay (process 42), process 43  2 of 2 free
hw:CARD=Set,DEV=3  hwdep  X          -                                            -`);
  });

  it('fits the terminal, and loses nothing', async () => {
    const text = await listingText(listing, { terminalColumns: 80 });
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    const letters = (all: string) => all.replace(/\s/g, '').split('').sort().join('');
    expect(letters(text)).toBe(letters(await listingText(listing, { terminalColumns: null })));
  });

  it('without anything is nothing', async () => {
    expect(await listingText({ cards: [], devices: [] }, { terminalColumns: 80 })).toBe('');
  });
});

const capabilities: PcmCapabilities = {
  device: 'hw:Set',
  stream: 'playback',
  type: 'HW',
  accesses: ['MMAP_INTERLEAVED', 'RW_INTERLEAVED'],
  formats: ['S16_LE', 'S24_3LE'],
  subformats: ['STD'],
  channels: { min: 2, max: 6 },
  channelCounts: [2, 6],
  framesPerSecond: { min: 44100, max: 96000 },
  usualRates: [44100, 48000, 96000],
  periodFrames: { min: 48, max: 524288 },
  periodTimeUs: { min: 333, max: 5461334 },
  periods: { min: 2, max: 2 },
  bufferFrames: { min: 96, max: 0xffffffff },
  bufferTimeUs: { min: 666, max: 0xffffffff },
  channelMaps: [
    { type: 'FIXED', map: ['FL', 'FR'] },
    { type: 'VAR', map: ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR'] },
  ],
};

describe('capabilities', () => {
  const entries: CapabilityEntry[] = [
    { ...capabilities, error: null },
    {
      device: 'hw:Set',
      stream: 'capture',
      error: { kind: 'busy', message: 'cannot open: in use by x (process 1)', hint: 'end it' },
    },
  ];

  it('are a table for each direction', async () => {
    expect(await capabilityText(entries, { terminalColumns: null })).toBe(`\
playback      hw:Set
type          HW
formats       S16_LE S24_3LE
rates         44100 to 96000 Hz: 44100 48000 96000
channels      2 6
period        48 to 524288 frames, 0.333 to 5461 ms
periods       2
buffer        96 or more frames, 0.666 or more ms
access        MMAP_INTERLEAVED RW_INTERLEAVED
channel maps  FL FR
              FL FR FC LFE RL RR (in any order)

capture  hw:Set
error    cannot open: in use by x (process 1)
hint     end it`);
  });

  it('are JSON with times in seconds', () => {
    expect(capabilityJson(entries[0]!)).toMatchObject({
      device: 'hw:Set',
      periodSeconds: { min: 0.000333, max: 5.461334 },
      formats: ['S16_LE', 'S24_3LE'],
      error: null,
    });
    expect(capabilityJson(entries[0]!)).not.toHaveProperty('periodTimeUs');
    expect(capabilityJson(entries[1]!)).toEqual(entries[1]);
  });
});
