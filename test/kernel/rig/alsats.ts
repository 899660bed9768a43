// The program under test, as a user runs it.
import { join } from 'node:path';
import { JsonDocument } from '../../docs/json-document.js';
import { projectFolder } from './kernel-test.js';
import { type Peer, type PeerOptions, type PeerResult, startPeer } from './peer.js';
import { until } from './until.js';

const program = join(projectFolder, 'dist', 'alsats.cjs');

export function startAlsats(args: readonly string[], options?: PeerOptions): Peer {
  return startPeer(process.execPath, [program, ...args], options);
}

export function runAlsats(args: readonly string[], options?: PeerOptions): Promise<PeerResult> {
  return startAlsats(args, options).result;
}

/** A line of `--json`. */
export interface JsonEvent {
  type: string;
  time: string;
  monotonic: number;
  [key: string]: unknown;
}

const doc = JsonDocument.read(join(projectFolder, 'docs', 'json.md'));

/** The complete lines of NDJSON so far. They are held against what docs/json.md says of them. */
export function eventsOf(output: Buffer | string): JsonEvent[] {
  const lines = output.toString().split('\n').slice(0, -1);
  const events = lines.map((line) => JSON.parse(line) as JsonEvent);
  if (doc.knows(events[0])) doc.checkEvents(events);
  return events;
}

/** Waits until a running program has told an event of this type, and gives it. */
export function waitForEvent(peer: Peer, type: string, count = 1): Promise<JsonEvent> {
  return until(`${count} × "${type}" of ${peer.command}`, () => {
    return eventsOf(peer.stdout).filter((event) => event.type === type)[count - 1];
  });
}
