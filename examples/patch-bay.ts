/** A patch bay of the sequencer: connects ports by name, and plays through a connection. */

import { isSameAddress, Seq } from 'alsats';

/** Connects two ports, unless they are: `connectPorts('nanoKEY2', 'FLUID Synth')`. Whether anything changed. */
export function connectPorts(from: string, to: string): boolean {
  using seq = Seq.open({ clientName: 'patch bay' });
  const sender = seq.parseAddress(from);
  const dest = seq.parseAddress(to);
  for (const { address } of seq.subscribers(sender, 'read')) {
    if (isSameAddress(address, dest)) return false;
  }
  seq.subscribe({ sender, dest });
  return true;
}

/** The next notes that a port gives: `await nextNotes('nanoKEY2', 3)` */
export async function nextNotes(from: string, count: number): Promise<number[]> {
  using seq = Seq.open({ clientName: 'listener' });
  const port = seq.createSimplePort('in', ['write', 'subscribe-write']);
  seq.connectFrom(port, seq.parseAddress(from));
  const notes: number[] = [];
  for await (const event of seq.events()) {
    if (event.type === 'note-on') notes.push(event.note);
    if (notes.length === count) break;
  }
  return notes;
}
