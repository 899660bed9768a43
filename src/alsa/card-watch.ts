/**
 * Cards that come and go, without polling.
 *
 * The source is inotify on `/dev/snd` (Node's `fs.watch`): a card is there when its control node is, the kernel makes
 * that node after all others, and takes it away first. Only the card's id comes later: it is waited for. Beside it stood
 * the kernel's uevents over netlink; they do not cross into a container that has its own network, they come before udev
 * has given the node its rights, and they need a socket that Node lacks. inotify tells of the rights as well: a card
 * whose node may not be opened yet is tried again when they change.
 *
 * While no card has ever been there, `/dev/snd` may be missing: then `/dev` is watched for it.
 */

import { type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { monotonicMs } from '../monotonic-clock.js';

/** A change in the set of cards. */
export interface CardEvent<Card> {
  readonly type: 'add' | 'remove';
  readonly card: Card;
}

export interface CardWatchOptions<Card> {
  /** Looks at a card that has appeared; null while it may not be opened. */
  readonly look: (index: number) => Card | null;
  readonly onEvent: (event: CardEvent<Card>) => void;
  /** The folder cannot be watched any more, or looking at a card failed. */
  readonly onError: (error: unknown) => void;
  /** Where control nodes are. */
  readonly folder?: string;
  /** Where the kernel tells of cards; for tests. */
  readonly kernelFolder?: string;
}

interface KnownCard<Card> {
  /** Tells a node from a later one of the same name. */
  readonly node: string;
  /** Null while it may not be opened. */
  card: Card | null;
  /** Until when it is waited for where it has no id, by {@link monotonicMs}. */
  readonly idDeadlineMs: number;
}

/** How often a card without an id is looked at; the kernel gives it one within milliseconds. */
const ID_WAIT_MS = 5;
/** What has no id by then will never have one. */
const MAX_ID_WAIT_MS = 1000;

const controlNode = /^controlC(\d+)$/;

/** Watches the cards until `close()`; keeps the process alive so long. */
export class CardWatch<Card> implements Disposable {
  readonly #options: CardWatchOptions<Card>;
  readonly #folder: string;
  readonly #kernelFolder: string;
  readonly #known = new Map<number, KnownCard<Card>>();
  #watcher: FSWatcher | null = null;
  #scanning: NodeJS.Immediate | null = null;
  #waiting: NodeJS.Timeout | null = null;
  #closed = false;

  /**
   * Starts to watch, then looks at the cards there are: {@link cards} has them, and no event tells of them.
   *
   * @throws Error of Node's where neither the folder nor the one above it can be watched
   */
  constructor(options: CardWatchOptions<Card>) {
    this.#options = options;
    this.#folder = options.folder ?? '/dev/snd';
    this.#kernelFolder = options.kernelFolder ?? '/sys/class/sound';
    this.#watch();
    this.#scan(false);
  }

  /** The cards that are there and may be opened, by index. */
  get cards(): Card[] {
    const indexes = [...this.#known.keys()].sort((a, b) => a - b);
    return indexes.map((index) => this.#known.get(index)!.card).filter((card) => card !== null);
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    if (this.#scanning !== null) clearImmediate(this.#scanning);
    this.#scanning = null;
    if (this.#waiting !== null) clearTimeout(this.#waiting);
    this.#waiting = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Watches the folder, or the one above as long as it is not there. */
  #watch(): void {
    this.#watcher?.close();
    const name = basename(this.#folder);
    try {
      this.#watcher = watch(this.#folder, (type, file) => {
        // A removed folder tells so under its own name.
        if (type === 'rename' && file === name && !exists(this.#folder)) this.#moveOn();
        else if (file === null || controlNode.test(file)) this.#scanSoon();
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.#watcher = watch(dirname(this.#folder), (_type, file) => {
        if ((file === null || file === name) && exists(this.#folder)) this.#moveOn();
      });
      // It may have come between the two calls, and then nothing would tell.
      if (exists(this.#folder)) setImmediate(() => this.#moveOn());
    }
    this.#watcher.on('error', (error) => this.#options.onError(error));
  }

  /** The folder came or went. */
  #moveOn(): void {
    if (this.#closed) return;
    try {
      this.#watch();
    } catch (error) {
      this.#options.onError(error);
      return;
    }
    this.#scanSoon();
  }

  /** A card comes with a dozen events; one look serves them all. */
  #scanSoon(): void {
    if (this.#closed) return;
    this.#scanning ??= setImmediate(() => {
      this.#scanning = null;
      try {
        this.#scan(true);
      } catch (error) {
        this.#options.onError(error);
      }
    });
  }

  #scanLater(): void {
    this.#waiting ??= setTimeout(() => {
      this.#waiting = null;
      this.#scanSoon();
    }, ID_WAIT_MS);
  }

  #scan(tells: boolean): void {
    const nodes = controlNodes(this.#folder);
    for (const [index, known] of this.#known) {
      if (nodes.get(index) === known.node) continue;
      this.#known.delete(index);
      if (known.card !== null && tells) this.#options.onEvent({ type: 'remove', card: known.card });
    }
    for (const [index, node] of nodes) {
      if (this.#closed) return;
      const known = this.#known.get(index) ?? {
        node,
        card: null,
        idDeadlineMs: monotonicMs() + MAX_ID_WAIT_MS,
      };
      this.#known.set(index, known);
      if (known.card !== null) continue;
      if (monotonicMs() < known.idDeadlineMs && isNameless(join(this.#kernelFolder, `card${index}`))) {
        this.#scanLater();
        continue;
      }
      known.card = this.#options.look(index);
      if (known.card !== null && tells) this.#options.onEvent({ type: 'add', card: known.card });
    }
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether the kernel is still registering a card: it makes the control node first, and then chooses an id. */
function isNameless(folder: string): boolean {
  try {
    return readFileSync(join(folder, 'id'), 'latin1').trim() === '';
  } catch {
    // Not every container shows it.
    return false;
  }
}

/** The control nodes, each with what no other node has had. */
function controlNodes(folder: string): Map<number, string> {
  const nodes = new Map<number, string>();
  for (const name of namesIn(folder)) {
    const index = controlNode.exec(name)?.[1];
    const node = index === undefined ? undefined : statSync(join(folder, name), { throwIfNoEntry: false });
    // The time of a change is no part of it: a change of rights is one too.
    if (node !== undefined) nodes.set(Number(index), `${node.ino} ${node.birthtimeMs}`);
  }
  return nodes;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
