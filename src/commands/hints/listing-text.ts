/** What `hints` lists, as tables. */

import type { DeviceName } from '../../alsa/device-name.js';
import { renderTable, type Table, type TableOptions } from '../../terminal/table.js';
import type { ListedCard, ListedDevice, ListedSubdevices, Listing, SubdeviceOwner } from './listing.js';

/** Tables of names, of cards and of their devices, an empty line between them; those without rows are left out. */
export async function listingText({ cards, devices }: Listing, options: TableOptions): Promise<string> {
  const tables = [namesTable(devices), cardsTable(cards), devicesTable(cards)];
  const texts = tables.filter(({ rows }) => rows.length > 0).map((table) => renderTable(table, options));
  return (await Promise.all(texts)).join('\n\n');
}

function namesTable(names: readonly DeviceName[]): Table {
  return {
    columns: [{ header: 'NAME' }, { header: 'DIRECTION' }, { header: 'DESCRIPTION' }],
    rows: names.map(({ name, playback, capture, description }) => [
      { text: name, tone: 'strong' },
      playback && capture ? 'both' : playback ? 'playback' : 'capture',
      description?.split('\n').join('; ') ?? null,
    ]),
  };
}

function cardsTable(cards: readonly ListedCard[]): Table {
  return {
    columns: [
      { header: 'CARD', align: 'right' },
      { header: 'ID' },
      { header: 'NAME' },
      { header: 'DRIVER' },
      { header: 'HARDWARE' },
      { header: 'DEVICE' },
    ],
    rows: cards.map((card) => [
      card.index,
      { text: card.id, tone: 'strong' },
      card.longName || card.name,
      card.hardware.kernelDriver ?? card.driver,
      hardwareText(card),
      card.deviceName,
    ]),
  };
}

/** `pci-0000:00:14.0-usb-0:2:1.0 0d8c:0014 serial 123` */
function hardwareText({ hardware }: ListedCard): string | null {
  const { busPath, vendorId, productId, usbSerial } = hardware;
  const ids = vendorId === null && productId === null ? null : `${vendorId ?? '?'}:${productId ?? '?'}`;
  const serial = usbSerial === null ? null : `serial ${usbSerial}`;
  return [busPath, ids, serial].filter((part) => part !== null).join(' ') || null;
}

function devicesTable(cards: readonly ListedCard[]): Table {
  return {
    columns: [
      { header: 'DEVICE' },
      { header: 'KIND' },
      { header: 'NAME' },
      { header: 'PLAYBACK' },
      { header: 'CAPTURE' },
    ],
    rows: cards.flatMap((card) => card.devices.map(deviceRow)),
  };
}

function deviceRow({ deviceName, kind, name, id, playback, capture }: ListedDevice): Table['rows'][number] {
  return [
    { text: deviceName, tone: 'strong' },
    kind,
    name || id,
    directionText(playback),
    directionText(capture),
  ];
}

/** `7 of 8 free: aplay (process 1402)` */
function directionText(subdevices: ListedSubdevices | null): string | null {
  if (subdevices === null) return null;
  const { count, available, owners } = subdevices;
  const free = `${available} of ${count} free`;
  const holders = [...new Set(owners.map(holderText))];
  return holders.length === 0 ? free : `${free}: ${holders.join(', ')}`;
}

function holderText({ pid, program }: SubdeviceOwner): string {
  return program === null ? `process ${pid}` : `${program} (process ${pid})`;
}
