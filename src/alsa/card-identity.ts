/**
 * Which piece of hardware a card is, as the kernel tells it in sysfs: what stays the same over a reboot, where indexes,
 * and ids of equal devices, do not.
 */

import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A card's hardware. Null stands for what the bus does not have or the device does not tell. */
export interface CardIdentity {
  /** The kernel's driver, `snd_hda_intel`. */
  readonly kernelDriver: string | null;
  /** `pci`, `usb`, `platform` … */
  readonly bus: string | null;
  /**
   * The place it is plugged into, in the terms of udev's ID_PATH: `pci-0000:00:1f.3`, `pci-0000:00:14.0-usb-0:2:1.0`. Two
   * equal devices differ in it; a device moved to another socket changes it.
   */
  readonly busPath: string | null;
  /** Four hexadecimal digits each, of a PCI or USB device. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  /** What a USB device says of itself. */
  readonly usbManufacturer: string | null;
  readonly usbProduct: string | null;
  readonly usbSerial: string | null;
}

const NOTHING: CardIdentity = {
  kernelDriver: null,
  bus: null,
  busPath: null,
  vendorId: null,
  productId: null,
  usbManufacturer: null,
  usbProduct: null,
  usbSerial: null,
};

/** What sysfs tells of a card's hardware; all null where it tells nothing (a card made by no device). */
export function cardIdentity(cardIndex: number, sys = '/sys'): CardIdentity {
  const device = realPath(`${sys}/class/sound/card${cardIndex}/device`);
  if (device === null) return NOTHING;
  const root = realPath(sys) ?? sys;
  const chain = ancestors(device, root);
  const usb = chain.find((folder) => attribute(folder, 'idVendor') !== null);
  const pci = usb === undefined ? chain.find((folder) => linkName(folder, 'subsystem') === 'pci') : undefined;
  return {
    kernelDriver: linkName(device, 'driver'),
    bus: linkName(device, 'subsystem'),
    busPath: busPath(chain),
    vendorId: usb === undefined ? pciId(pci, 'vendor') : attribute(usb, 'idVendor'),
    productId: usb === undefined ? pciId(pci, 'device') : attribute(usb, 'idProduct'),
    usbManufacturer: attribute(usb, 'manufacturer'),
    usbProduct: attribute(usb, 'product'),
    usbSerial: attribute(usb, 'serial'),
  };
}

/** The folder of a device and those of the devices it hangs on, nearest first. */
function ancestors(device: string, root: string): string[] {
  const folders: string[] = [];
  for (let folder = device; folder.startsWith(`${root}/devices/`); folder = dirname(folder))
    folders.push(folder);
  return folders;
}

/**
 * The part of each bus on the way, the root's first. Of several hubs or bridges only the last device counts: it names
 * the whole way (USB), or is numbered in one space with the others (PCI).
 */
function busPath(chain: readonly string[]): string | null {
  const parts: string[] = [];
  let lastBus: string | null = null;
  for (const folder of chain) {
    const bus = linkName(folder, 'subsystem');
    if (bus === null || bus === lastBus) continue;
    const part = busPart(bus, basename(folder));
    if (part === null) continue;
    parts.unshift(part);
    lastBus = bus;
    // A PCI device hangs on nothing that would tell more.
    if (bus === 'pci') break;
  }
  return parts.length === 0 ? null : parts.join('-');
}

function busPart(bus: string, name: string): string | null {
  switch (bus) {
    case 'usb': {
      // `1-2.3:1.0`: the number of the bus depends on the order of start, the ports and the interface do not.
      const place = /^\d+-(.+)$/.exec(name)?.[1];
      return place === undefined ? null : `usb-0:${place}`;
    }
    case 'pci':
    case 'platform':
    case 'acpi':
      return `${bus}-${name}`;
    default:
      return null;
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** The last part of what a link of a device's folder points to. */
function linkName(folder: string, link: string): string | null {
  const target = realPath(`${folder}/${link}`);
  return target === null ? null : basename(target);
}

/** The text of a device's attribute; a device may be gone by now. */
function attribute(folder: string | undefined, name: string): string | null {
  if (folder === undefined) return null;
  try {
    return readFileSync(`${folder}/${name}`, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** `0x8086` → `8086` */
function pciId(folder: string | undefined, name: 'vendor' | 'device'): string | null {
  return attribute(folder, name)?.replace(/^0x/, '') ?? null;
}
