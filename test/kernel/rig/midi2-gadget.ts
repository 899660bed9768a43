// A MIDI 2.0 card of our own: a USB gadget that the machine itself is the host of. Needs the feature usb_gadget.
import { existsSync, mkdirSync, rmdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCard, waitForCard, waitForCardGone } from './cards.js';
import { runPeer } from './peer.js';

const gadgets = '/sys/kernel/config/usb_gadget';

/** Present until it is disposed of. The host's side of it is the card MIDI2, the other one Gadget. */
export class Midi2Gadget implements AsyncDisposable {
  readonly #folder = join(gadgets, 'alsats');
  readonly #function = join(this.#folder, 'functions', 'midi2.usb0');
  readonly #link = join(this.#folder, 'configs', 'c.1', 'midi2.usb0');

  static async plugIn(endpointName: string, productId: string): Promise<Midi2Gadget> {
    if (!existsSync(gadgets)) await runPeer('mount', ['-t', 'configfs', 'none', '/sys/kernel/config']);
    const gadget = new Midi2Gadget();
    gadget.#make(endpointName, productId);
    await waitForCard('MIDI2');
    return gadget;
  }

  #make(endpointName: string, productId: string): void {
    const write = (path: string, text: string) => writeFileSync(join(this.#folder, path), text);
    mkdirSync(this.#folder);
    write('idVendor', '0x1d6b');
    write('idProduct', '0x0104');
    mkdirSync(join(this.#folder, 'strings', '0x409'));
    write('strings/0x409/product', 'MIDI2');
    mkdirSync(join(this.#folder, 'configs', 'c.1'));
    mkdirSync(this.#function);
    write('functions/midi2.usb0/ep.0/ep_name', endpointName);
    write('functions/midi2.usb0/ep.0/product_id', productId);
    symlinkSync(this.#function, this.#link);
    write('UDC', 'dummy_udc.0');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    writeFileSync(join(this.#folder, 'UDC'), '\n');
    if (findCard('MIDI2') !== undefined) await waitForCardGone('MIDI2');
    unlinkSync(this.#link);
    for (const path of [this.#function, 'configs/c.1', 'strings/0x409', '.'])
      rmdirSync(path.startsWith('/') ? path : join(this.#folder, path));
  }
}
