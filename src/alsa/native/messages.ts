/**
 * The messages libasound would print on stderr, captured instead, so that the error they explain can carry them.
 *
 * A handler local to this thread takes them. It gets a `va_list`, which goes on to the C library's vsnprintf unopened,
 * so no ABI matters here; the process-wide handler of alsa-lib up to 1.2.14 is variadic, which no callback can read.
 * libasound asks for the local handler only inside its default global one, so that one has to stay in place.
 *
 * Other threads (those that run `.async` calls) have no local handler, and a callback from there would have to wait
 * for this thread, which may wait for a lock they hold. Their messages are dropped by a C function instead: from 1.2.15
 * on all the time; before, only while such a call runs, since it would take this thread's messages too. Hence on these
 * versions messages of synchronous calls made meanwhile are lost.
 *
 * With LIBASOUND_DEBUG in the environment, alsa-lib before 1.2.15 prints its debugging output itself, as it should.
 */
import { type KoffiLibrary, type KoffiTypeSpec, koffi } from './koffi.js';
import type { Address } from './types.js';

export type LibraryMessageLevel = 'error' | 'warning' | 'info' | 'debug' | 'trace';

/** One message of libasound. */
export interface LibraryMessage {
  /** C source file, line and function it comes from. */
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** The errno it is about, or 0. Its text is not part of `text`. */
  readonly errno: number;
  readonly text: string;
  /** Known from alsa-lib 1.2.15 on. */
  readonly level: LibraryMessageLevel | null;
  /** Part of the library: `config`, `pcm`, `control` …; known from alsa-lib 1.2.15 on. */
  readonly interface: string | null;
}

/** Only the newest are kept: a failed look-up gives ten lines or so. */
const MAX_MESSAGES = 64;
const MAX_TEXT_BYTES = 1024;

const levels: readonly LibraryMessageLevel[] = ['error', 'warning', 'info', 'debug', 'trace'];
// SND_LOG_WARN, one of the numbers that index `levels` from 1 on.
const WARNING_PRIORITY = 2;
const interfaces =
  'core config control hwdep timer rawmidi pcm mixer sequencer ucm topology aserver pcmpar'.split(' ');

let messages: LibraryMessage[] = [];
/** Switches the dropping of messages on or off, where it cannot be on all the time. */
let dropOnOtherThreads: ((isDropped: boolean) => void) | undefined;
let callsOnOtherThreads = 0;

/** The messages since the last call, oldest first, at most 64; they are forgotten after. */
export function takeLibraryMessages(): LibraryMessage[] {
  const taken = messages;
  messages = [];
  return taken;
}

/**
 * Directs the messages of this thread here. Called once, when libasound is opened.
 *
 * @param hasLog whether the library is 1.2.15 or newer
 */
export function captureMessages(library: KoffiLibrary, hasLog: boolean): void {
  const bindSetter = (name: string): SetHandler => library.func(name, 'void *', ['void *']) as SetHandler;
  // A function that takes nothing and does nothing, which any C caller may call as a handler.
  const dropMessage = library.symbol('snd_asoundlib_version');
  if (hasLog) {
    const isShown = library.func('snd_lib_log_filter', 'int', ['int', 'int', 'void *']) as LogFilter;
    bindSetter('snd_lib_log_set_local')(logHandler(isShown));
    bindSetter('snd_lib_error_set_handler')(dropMessage);
  } else {
    bindSetter('snd_lib_error_set_local')(errorHandler());
    let setGlobal: SetHandler | undefined;
    dropOnOtherThreads = (isDropped) => {
      setGlobal ??= bindSetter('snd_lib_error_set_handler');
      setGlobal(isDropped ? dropMessage : null);
    };
  }
}

/** Sets a handler and returns something of no use here: the previous one, or 0. */
type SetHandler = (handler: Address | null) => unknown;
type LogFilter = (priority: number, part: number, configuration: null) => number;

/** Up to 1.2.14: `void (const char *file, int line, const char *function, int err, const char *fmt, va_list)` */
function errorHandler(): Address {
  const handle = (
    file: string,
    line: number,
    name: string,
    errno: number,
    format: Address,
    values: Address,
  ) => record({ file, line, function: name, errno, level: null, interface: null }, format, values);
  return registerHandler(['str', 'int', 'str', 'int', 'void *', 'void *'], handle);
}

/** From 1.2.15 on: priority and interface come first. Debugging output is recorded only where the user asks for it. */
function logHandler(isShown: LogFilter): Address {
  const handle = (
    priority: number,
    part: number,
    file: string,
    line: number,
    name: string,
    errno: number,
    format: Address,
    values: Address,
  ) => {
    if (priority > WARNING_PRIORITY && isShown(priority, part, null) === 0) return;
    const level = levels[priority - 1] ?? null;
    record(
      { file, line, function: name, errno, level, interface: interfaces[part - 1] ?? null },
      format,
      values,
    );
  };
  return registerHandler(['int', 'int', 'str', 'int', 'str', 'int', 'void *', 'void *'], handle);
}

function registerHandler(parameters: KoffiTypeSpec[], handle: (...args: never[]) => void): Address {
  const guarded = (...args: never[]): void => {
    try {
      handle(...args);
    } catch {
      // An exception must not run into C; a message that cannot be read is not worth more.
    }
  };
  return koffi().register(guarded, koffi().pointer(koffi().proto('void', parameters)));
}

type FormatText = (bytes: Uint8Array, byteLength: number, format: Address, values: Address) => number;

let formatText: FormatText | undefined;

function record(origin: Omit<LibraryMessage, 'text'>, format: Address, values: Address): void {
  formatText ??= koffi()
    .load(null)
    .func('vsnprintf', 'int', ['void *', 'size_t', 'void *', 'void *']) as FormatText;
  const bytes = Buffer.alloc(MAX_TEXT_BYTES);
  const wanted = formatText(bytes, MAX_TEXT_BYTES, format, values);
  const text = bytes.toString('utf8', 0, Math.min(Math.max(wanted, 0), MAX_TEXT_BYTES - 1)).trimEnd();
  if (messages.length >= MAX_MESSAGES) messages.shift();
  messages.push({ ...origin, text });
}

/** A call on another thread starts: keeps its messages off stderr until `endCallOnOtherThread`. */
export function beginCallOnOtherThread(): void {
  if (callsOnOtherThreads++ === 0) dropOnOtherThreads?.(true);
}

/** A call on another thread has ended. */
export function endCallOnOtherThread(): void {
  if (--callsOnOtherThreads === 0) dropOnOtherThreads?.(false);
}
