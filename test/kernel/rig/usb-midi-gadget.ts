// A USB MIDI device made by ourselves: one card is the machine's own end of the cable, the other the instrument's.
import { existsSync, mkdirSync, rmdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCards } from './cards.js';
import { until } from './until.js';

const root = '/sys/kernel/config/usb_gadget/alsats-midi';

export class UsbMidiGadget {
  /** Index of the card that snd-usb-audio made. */
  readonly host: number;
  /** Index of the card at the instrument's end. */
  readonly device: number;
  #isPlugged = true;

  private constructor(host: number, device: number) {
    this.host = host;
    this.device = device;
  }

  /** Needs the feature `usb_gadget`. */
  static async plug(): Promise<UsbMidiGadget> {
    const before = new Set(readCards().map(({ index }) => index));
    const write = (name: string, text: string) => writeFileSync(join(root, name), text);
    for (const folder of ['', 'strings/0x409', 'configs/c.1', 'functions/midi.usb0']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    write('idVendor', '0x1d6b');
    write('idProduct', '0x0104');
    write('strings/0x409/product', 'Rig Synth');
    symlinkSync(join(root, 'functions/midi.usb0'), join(root, 'configs/c.1/midi.usb0'));
    write('UDC', 'dummy_udc.0');
    const cards = () => readCards().filter(({ index }) => !before.has(index));
    const [host, device] = await until('both ends of the cable', () => {
      const hostCard = cards().find(({ driver }) => driver === 'USB-Audio');
      const deviceCard = cards().find(({ driver }) => driver !== 'USB-Audio');
      const ready = [hostCard, deviceCard].every(
        (card) => card !== undefined && existsSync(`/dev/snd/midiC${card.index}D0`),
      );
      return ready && ([hostCard!.index, deviceCard!.index] as const);
    });
    return new UsbMidiGadget(host, device);
  }

  /** Pulls the cable. Does nothing the second time. */
  unplug(): void {
    if (!this.#isPlugged) return;
    this.#isPlugged = false;
    writeFileSync(join(root, 'UDC'), '\n');
    unlinkSync(join(root, 'configs/c.1/midi.usb0'));
    for (const folder of ['functions/midi.usb0', 'configs/c.1', 'strings/0x409', ''])
      rmdirSync(join(root, folder));
  }
}
