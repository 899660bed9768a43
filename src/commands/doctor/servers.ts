/** Whether the sound servers are there that programs reach by a socket. */

import { connect } from 'node:net';
import { join } from 'node:path';
import type { ServerReport } from './report.js';

/** Local: who does not answer at once does not answer. */
const PATIENCE_MS = 500;

/** @param answers whether somebody listens at a path; a test passes its own */
export async function readServers(
  env: Readonly<Record<string, string | undefined>>,
  uid: number,
  answers: (path: string) => Promise<boolean> = listens,
): Promise<ServerReport[]> {
  const runtime = env.XDG_RUNTIME_DIR || `/run/user/${uid}`;
  const pulse = /^(?:\{[^}]*\})?(?:unix:)?(\/.*)$/.exec(env.PULSE_SERVER ?? '')?.[1];
  const sockets = [
    ['pipewire', join(env.PIPEWIRE_RUNTIME_DIR || runtime, env.PIPEWIRE_REMOTE || 'pipewire-0')],
    ['pulseaudio', pulse ?? join(env.PULSE_RUNTIME_PATH || join(runtime, 'pulse'), 'native')],
  ] as const;
  return Promise.all(
    sockets.map(async ([name, socket]) => ({ name, socket, running: await answers(socket) })),
  );
}

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (running: boolean) => {
      socket.destroy();
      resolve(running);
    };
    socket.setTimeout(PATIENCE_MS, () => end(false));
    socket.on('connect', () => end(true)).on('error', () => end(false));
  });
}
