/** How the one epoll descriptor is tied to Node's event loop: by libuv through koffi, or by a helper thread. */

import { koffi } from './native/koffi.js';
import { POLLFD_BYTES } from './native/layout.js';
import { libc } from './native/libc.js';

/** A watch of one descriptor. It starts unreferenced: it does not keep the process alive. */
export interface LoopHandle {
  ref(): void;
  unref(): void;
}

/** Calls `ready` on the main thread whenever `fd` is readable. */
export function watchReadable(fd: number, ready: () => void): LoopHandle {
  const poll = koffi().node?.poll;
  if (poll === undefined) return watchByThread(fd, ready);
  // koffi's `node.poll` is a uv_poll handle on Node's own loop.
  const handle = poll(fd, { readable: true }, () => {
    ready();
    continuePromises();
  });
  handle.unref();
  // The handle stops firing once it is collected: the closure of these two keeps it.
  return { ref: () => handle.ref(), unref: () => handle.unref() };
}

const nothing = () => {};

/**
 * A callback of koffi's is no turn of Node's own: what awaits a promise that was resolved in it may go on only when
 * something else happens (seen on Node 26, where that took seconds). An immediate is a turn that comes at once.
 */
function continuePromises(): void {
  setImmediate(nothing);
}

const POLLIN = 1;
const EFD_CLOEXEC_NONBLOCK = 0o2004000;

/**
 * The fallback where koffi offers no `node.poll`: one blocking poll on a thread of libuv's pool, over `fd` and an
 * eventfd that calls it back. It runs only while something is referenced, so it holds neither thread nor process
 * otherwise; at exit the eventfd ends it at once.
 */
export function watchByThread(fd: number, ready: () => void): LoopHandle {
  const wake = Number(libc.eventfd(0, EFD_CLOEXEC_NONBLOCK));
  const one = BigUint64Array.of(1n);
  const drained = new BigUint64Array(1);
  // C's heap, not ours: nothing else keeps the memory in place while the thread looks at it.
  const descriptors = koffi().alloc('uint8_t', 2 * POLLFD_BYTES);
  const view = new DataView(koffi().view(descriptors, 2 * POLLFD_BYTES));
  const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  view.setInt32(0, fd, littleEndian);
  view.setInt16(4, POLLIN, littleEndian);
  view.setInt32(POLLFD_BYTES, wake, littleEndian);
  view.setInt16(POLLFD_BYTES + 4, POLLIN, littleEndian);

  let wanted = false;
  let polling = false;
  const interrupt = () => libc.write(wake, one, 8);
  const poll = () => {
    polling = true;
    libc.poll.async(descriptors, 2, -1, () => {
      polling = false;
      libc.read(wake, drained, 8);
      if ((view.getInt16(6, littleEndian) & POLLIN) !== 0) {
        ready();
        continuePromises();
      }
      if (wanted && !polling) poll();
    });
  };
  // A blocked pool thread would hold up exit().
  process.on('exit', interrupt);
  return {
    ref() {
      wanted = true;
      if (!polling) poll();
    },
    unref() {
      wanted = false;
      if (polling) interrupt();
    },
  };
}
