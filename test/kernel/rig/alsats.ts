// The program under test, as a user runs it.
import { join } from 'node:path';
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

/** The complete lines of NDJSON so far. */
export function eventsOf(output: Buffer | string): JsonEvent[] {
  const lines = output.toString().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JsonEvent);
}

/** Waits until a running program has told an event of this type, and gives it. */
export function waitForEvent(peer: Peer, type: string, count = 1): Promise<JsonEvent> {
  return until(`${count} × "${type}" of ${peer.command}`, () => {
    return eventsOf(peer.stdout).filter((event) => event.type === type)[count - 1];
  });
}
