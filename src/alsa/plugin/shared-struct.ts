/** A struct in the C heap, with a table of callbacks, that alsa-lib uses as long as a plug-in is open. */

import { koffi } from '../native/koffi.js';
import { abi, type StructLayout } from '../native/layout.js';
import { libc } from '../native/libc.js';
import type { Address } from '../native/types.js';

export class SharedStruct<Member extends string> {
  readonly address: Address;
  readonly view: DataView;
  readonly #offsets: Readonly<Record<Member, number>>;
  readonly #blocks: Address[] = [];

  constructor({ byteLength, offsets }: StructLayout<Member>) {
    this.#offsets = offsets;
    this.address = this.allocate(byteLength);
    this.view = new DataView(koffi().view(this.address, byteLength));
  }

  /** Zeroed memory that lives as long as the struct. */
  allocate(byteLength: number): Address {
    const address = koffi().alloc('uint8_t', byteLength);
    this.#blocks.push(address);
    libc.memcpy(address, new Uint8Array(byteLength), byteLength);
    return address;
  }

  setInt(member: Member, value: number): void {
    this.view.setInt32(this.#offsets[member], value, true);
  }

  uint(member: Member): number {
    return this.view.getUint32(this.#offsets[member], true);
  }

  setPointer(member: Member, address: Address): void {
    writePointer(this.view, this.#offsets[member], address);
  }

  pointer(member: Member): Address {
    const offset = this.#offsets[member];
    return abi.wordBytes === 8
      ? this.view.getBigUint64(offset, true)
      : BigInt(this.view.getUint32(offset, true));
  }

  /** A C string that lives as long as the struct. */
  setText(member: Member, text: string): void {
    const bytes = Buffer.from(`${text}\0`);
    const address = this.allocate(bytes.length);
    libc.memcpy(address, bytes, bytes.length);
    this.setPointer(member, address);
  }

  /** Room for a struct of function pointers; those that are not set are NULL. */
  setCallbacks<Name extends string>(
    member: Member,
    names: readonly Name[],
    callbacks: Partial<Readonly<Record<Name, Address>>>,
  ): void {
    const table = this.allocate(names.length * abi.wordBytes);
    const view = new DataView(koffi().view(table, names.length * abi.wordBytes));
    for (const [index, name] of names.entries()) {
      const address = callbacks[name];
      if (address !== undefined) writePointer(view, index * abi.wordBytes, address);
    }
    this.setPointer(member, table);
  }

  /** Only once alsa-lib has forgotten it. */
  free(): void {
    for (const block of this.#blocks.splice(0)) koffi().free(block);
  }
}

function writePointer(view: DataView, offset: number, address: Address): void {
  if (abi.wordBytes === 8) view.setBigUint64(offset, address, true);
  else view.setUint32(offset, Number(address), true);
}
