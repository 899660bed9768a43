/** The functions of the C library that alsats itself needs, bound at first use. */
import { bindLazily } from './binding.js';
import { koffi } from './koffi.js';
import type { NativeLibrary } from './library.js';
import type { Address, LongArgument, LongResult, NativeFunction, Pointer, StringArgument } from './types.js';

// Codes as in generated/ (see prototype.ts).
const libcPrototypes = `
clock_gettime iip
close ii
dup ii
dup2 iii
epoll_create1 ii
epoll_ctl iiiip
epoll_wait iipii
eventfd iui
free vp
memcpy vppL
pipe2 ipi
poll ipLi
read lipL
strnlen LpL
timerfd_create iii
timerfd_settime iiipp
vsnprintf ipLpp
write lipL
`;

/** All but `free`, `memcpy`, `strnlen` and `vsnprintf` return -1 and leave the reason in {@link lastErrno}. */
export interface Libc {
  /** `int clock_gettime(clockid_t clock, struct timespec *now)` */
  clock_gettime: NativeFunction<[clock: number, now: Pointer], number>;
  /** `int close(int fd)` */
  close: NativeFunction<[fd: number], number>;
  /** `int dup(int fd)` */
  dup: NativeFunction<[fd: number], number>;
  /** `int dup2(int fd, int target)` */
  dup2: NativeFunction<[fd: number, target: number], number>;
  /** `int epoll_create1(int flags)` */
  epoll_create1: NativeFunction<[flags: number], number>;
  /** `int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event)` */
  epoll_ctl: NativeFunction<[epollFd: number, operation: number, fd: number, event: Pointer], number>;
  /** `int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)` */
  epoll_wait: NativeFunction<
    [epollFd: number, events: Pointer, maxEvents: number, timeoutMs: number],
    number
  >;
  /** `int eventfd(unsigned int count, int flags)` */
  eventfd: NativeFunction<[count: number, flags: number], number>;
  /** `void free(void *memory)` */
  free: NativeFunction<[memory: Pointer], void>;
  /** `void *memcpy(void *target, const void *source, size_t count)`, its result left out */
  memcpy: NativeFunction<[target: Pointer, source: Pointer, byteLength: LongArgument], void>;
  /** `int pipe2(int fds[2], int flags)` */
  pipe2: NativeFunction<[fds: Pointer, flags: number], number>;
  /** `int poll(struct pollfd *fds, nfds_t count, int timeout)` */
  poll: NativeFunction<[pollfds: Pointer, count: LongArgument, timeoutMs: number], number>;
  /** `ssize_t read(int fd, void *bytes, size_t count)` */
  read: NativeFunction<[fd: number, bytes: Pointer, byteLength: LongArgument], LongResult>;
  /** `size_t strnlen(const char *text, size_t max)` */
  strnlen: NativeFunction<[text: Pointer, maxBytes: LongArgument], LongResult>;
  /** `int timerfd_create(int clock, int flags)` */
  timerfd_create: NativeFunction<[clock: number, flags: number], number>;
  /** `int timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old)` */
  timerfd_settime: NativeFunction<[fd: number, flags: number, next: Pointer, previous: Pointer], number>;
  /** `int vsnprintf(char *bytes, size_t size, const char *format, va_list args)` */
  vsnprintf: NativeFunction<
    [bytes: Pointer, byteLength: LongArgument, format: StringArgument, args: Address],
    number
  >;
  /** `ssize_t write(int fd, const void *bytes, size_t count)` */
  write: NativeFunction<[fd: number, bytes: Pointer, byteLength: LongArgument], LongResult>;
}

let opened: NativeLibrary | undefined;

/** The C library is in the process already, under whatever name (glibc and musl differ in it). */
function processSymbols(): NativeLibrary {
  opened ??= { name: 'the C library', version: '', handle: koffi().load(null), hasMessages: false };
  return opened;
}

export const libc: Libc = bindLazily<Libc>(libcPrototypes, processSymbols);

/** `errno` as the last call of a C function on this thread left it. Ask at once: any further call may change it. */
export function lastErrno(): number {
  return koffi().errno();
}
