import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cardIdentity } from '../../src/alsa/card-identity.js';

/** A sysfs of folders; `links` go from a folder to another, both below the root. */
function sysfs(cards: Record<number, string>, links: Record<string, string>, files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'alsats-sys-'));
  const folder = (path: string) => mkdirSync(join(root, path), { recursive: true });
  folder('class/sound');
  for (const [index, device] of Object.entries(cards)) {
    folder(`${device}/sound/card${index}`);
    symlinkSync(join(root, device), join(root, device, `sound/card${index}/device`));
    symlinkSync(join(root, device, `sound/card${index}`), join(root, `class/sound/card${index}`));
  }
  for (const [from, to] of Object.entries(links)) {
    folder(to);
    folder(join(from, '..'));
    symlinkSync(join(root, to), join(root, from));
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  return root;
}

const nothing = {
  kernelDriver: null,
  bus: null,
  busPath: null,
  vendorId: null,
  productId: null,
  usbManufacturer: null,
  usbProduct: null,
  usbSerial: null,
};

it('knows a PCI card', () => {
  const device = 'devices/pci0000:00/0000:00:1f.3';
  const sys = sysfs(
    { 0: device },
    { [`${device}/driver`]: 'bus/pci/drivers/snd_hda_intel', [`${device}/subsystem`]: 'bus/pci' },
    { [`${device}/vendor`]: '0x8086\n', [`${device}/device`]: '0xa348\n' },
  );
  expect(cardIdentity(0, sys)).toEqual({
    ...nothing,
    kernelDriver: 'snd_hda_intel',
    bus: 'pci',
    busPath: 'pci-0000:00:1f.3',
    vendorId: '8086',
    productId: 'a348',
  });
});

it('knows a USB card behind a hub: place, maker, serial', () => {
  const pci = 'devices/pci0000:00/0000:00:14.0';
  const hub = `${pci}/usb2/2-1`;
  const usb = `${hub}/2-1.3`;
  const face = `${usb}/2-1.3:1.0`;
  const sys = sysfs(
    { 5: face },
    {
      [`${face}/driver`]: 'bus/usb/drivers/snd-usb-audio',
      [`${face}/subsystem`]: 'bus/usb',
      [`${usb}/subsystem`]: 'bus/usb',
      [`${hub}/subsystem`]: 'bus/usb',
      [`${pci}/usb2/subsystem`]: 'bus/usb',
      [`${pci}/subsystem`]: 'bus/pci',
    },
    {
      [`${usb}/idVendor`]: '0d8c\n',
      [`${usb}/idProduct`]: '0014\n',
      [`${usb}/manufacturer`]: 'C-Media Electronics Inc.\n',
      [`${usb}/product`]: 'USB Audio Device\n',
      [`${usb}/serial`]: '0123-ü\n',
      [`${hub}/idVendor`]: '1d6b\n',
      [`${pci}/vendor`]: '0x8086\n',
    },
  );
  expect(cardIdentity(5, sys)).toEqual({
    kernelDriver: 'snd-usb-audio',
    bus: 'usb',
    busPath: 'pci-0000:00:14.0-usb-0:1.3:1.0',
    vendorId: '0d8c',
    productId: '0014',
    usbManufacturer: 'C-Media Electronics Inc.',
    usbProduct: 'USB Audio Device',
    usbSerial: '0123-ü',
  });
});

it('knows a platform device, and says nothing of a card without one', () => {
  const device = 'devices/platform/snd_aloop.0';
  const sys = sysfs(
    { 0: device },
    { [`${device}/driver`]: 'bus/platform/drivers/snd_aloop', [`${device}/subsystem`]: 'bus/platform' },
    {},
  );
  expect(cardIdentity(0, sys)).toEqual({
    ...nothing,
    kernelDriver: 'snd_aloop',
    bus: 'platform',
    busPath: 'platform-snd_aloop.0',
  });
  expect(cardIdentity(1, sys)).toEqual(nothing);
  expect(cardIdentity(0, '/nonexistent')).toEqual(nothing);
});
