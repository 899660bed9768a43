/**
 * Layouts of the few C structs that alsats reads or writes itself.
 *
 * Linux ABIs that koffi has binaries for: x86-64, arm64, riscv64, loong64 (`long` of 8 bytes, natural alignment), arm
 * (`long` of 4 bytes, natural alignment) and ia32 (`long` of 4 bytes, 8-byte members aligned to 4). All little-endian.
 * Sources: System V ABI for x86-64 and i386, AAPCS32/64; poll.h, time.h, sys/epoll.h and alsa/pcm.h for the members.
 */

/** What a layout depends on. */
export interface Abi {
  /** Bytes of a pointer, `long`, `size_t`, `snd_pcm_uframes_t`. */
  readonly wordBytes: 4 | 8;
  /** Bytes of `time_t`: 8 also on newer 32-bit systems (Debian 13 for arm, musl 1.2). */
  readonly timeBytes: 4 | 8;
  /** Alignment of 8-byte members in a struct. */
  readonly int64Alignment: 4 | 8;
  /** `struct epoll_event` is packed on x86-64 alone. */
  readonly packedEpollEvent: boolean;
}

/** The ABI of an architecture as Node names it. `timeBytes` is for 32-bit ones, where it is the system's choice. */
export function abiOf(arch: string, timeBytes: 4 | 8 = 4): Abi {
  const isNarrow = arch === 'arm' || arch === 'ia32';
  return {
    wordBytes: isNarrow ? 4 : 8,
    timeBytes: isNarrow ? timeBytes : 8,
    int64Alignment: arch === 'ia32' ? 4 : 8,
    packedEpollEvent: arch === 'x64',
  };
}

/** Offsets of the members in bytes, and the whole's size with its padding. */
export interface StructLayout<Member extends string> {
  readonly byteLength: number;
  readonly offsets: Readonly<Record<Member, number>>;
}

/** The C rule: each member at the next multiple of its alignment, the size a multiple of the largest alignment. */
export function layOut<Member extends string>(
  members: readonly (readonly [name: Member, byteLength: number, alignment: number])[],
): StructLayout<Member> {
  const offsets = {} as Record<Member, number>;
  let end = 0;
  let widest = 1;
  for (const [name, byteLength, alignment] of members) {
    offsets[name] = alignUp(end, alignment);
    end = offsets[name] + byteLength;
    widest = Math.max(widest, alignment);
  }
  return { byteLength: alignUp(end, widest), offsets };
}

function alignUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

/** `struct timespec`. On 32-bit systems with a 64-bit `time_t`, `tv_nsec` stays a `long`, padded to 8 bytes. */
export function timespecLayout(abi: Abi): StructLayout<'tv_sec' | 'tv_nsec'> {
  const alignment = abi.timeBytes === 8 ? abi.int64Alignment : 4;
  const layout = layOut([
    ['tv_sec', abi.timeBytes, alignment],
    ['tv_nsec', abi.wordBytes, abi.wordBytes],
  ]);
  return { ...layout, byteLength: 2 * abi.timeBytes };
}

/** `snd_pcm_channel_area_t`: where a channel's samples lie; `first` and `step` in bits. */
export function channelAreaLayout(abi: Abi): StructLayout<'addr' | 'first' | 'step'> {
  return layOut([
    ['addr', abi.wordBytes, abi.wordBytes],
    ['first', 4, 4],
    ['step', 4, 4],
  ]);
}

/** `struct epoll_event`: `data` is a union of 8 bytes, of which alsats uses the `fd`. */
export function epollEventLayout(abi: Abi): StructLayout<'events' | 'data'> {
  return layOut([
    ['events', 4, abi.packedEpollEvent ? 1 : 4],
    ['data', 8, abi.packedEpollEvent ? 1 : abi.int64Alignment],
  ]);
}

/** `struct pollfd`, the same everywhere: `fd` at 0, `events` at 4, `revents` at 6. */
export function pollfdLayout(): StructLayout<'fd' | 'events' | 'revents'> {
  return layOut([
    ['fd', 4, 4],
    ['events', 2, 2],
    ['revents', 2, 2],
  ]);
}

/** Offsets in the data union of `snd_seq_event_t`, whose members C lays over one another. */
const seqEventDataOffsets = {
  'data.raw8': 0,
  'data.note.channel': 0,
  'data.note.note': 1,
  'data.note.velocity': 2,
  'data.note.off_velocity': 3,
  'data.note.duration': 4,
  'data.control.channel': 0,
  'data.control.param': 4,
  'data.control.value': 8,
  'data.ext.len': 0,
  // The one pointer, in a packed struct: that is why the event has the same size everywhere.
  'data.ext.ptr': 4,
  'data.queue.queue': 0,
  'data.queue.param.value': 4,
  'data.queue.param.time.tick': 4,
  'data.queue.param.time.time.tv_nsec': 8,
  'data.queue.param.position': 4,
  'data.queue.param.skew.value': 4,
  'data.queue.param.skew.base': 8,
  'data.addr.client': 0,
  'data.addr.port': 1,
  'data.connect.sender.client': 0,
  'data.connect.sender.port': 1,
  'data.connect.dest.client': 2,
  'data.connect.dest.port': 3,
  'data.result.event': 0,
  'data.result.result': 4,
} as const;

const SEQ_EVENT_DATA_BYTES = 12;

/** `snd_seq_event_t`, the same on every ABI: a head of 16 bytes, and a union of 12. */
export function seqEventLayout() {
  const { byteLength, offsets } = layOut([
    ['type', 1, 1],
    ['flags', 1, 1],
    ['tag', 1, 1],
    ['queue', 1, 1],
    ['time.tick', 4, 4],
    ['time.time.tv_nsec', 4, 4],
    ['source.client', 1, 1],
    ['source.port', 1, 1],
    ['dest.client', 1, 1],
    ['dest.port', 1, 1],
    ['data', SEQ_EVENT_DATA_BYTES, 4],
  ]);
  const all: Record<string, number> = { ...offsets };
  for (const [member, offset] of Object.entries(seqEventDataOffsets)) all[member] = offsets.data + offset;
  return {
    byteLength,
    offsets: all as Record<keyof typeof offsets | keyof typeof seqEventDataOffsets, number>,
  };
}

/** The ABI of this process; `timeBytes` is that of the C library's plain symbols (32-bit systems keep the old ones). */
export const abi: Abi = abiOf(process.arch);

/** Of {@link pollfdLayout}; a number, since it is laid out at no start. */
export const POLLFD_BYTES = 8;

/**
 * Bytes of the `time_t` that a libasound was built with, by the size of its `snd_pcm_status_t`: the four time stamps
 * in it grow with `time_t`, from 108 bytes in all to 128 on a 32-bit system.
 */
export function timeBytesByStatus(wordBytes: 4 | 8, sizeofPcmStatus: number): 4 | 8 {
  const STATUS_BYTES_WITH_32_BIT_TIME = 108;
  return wordBytes === 8 || sizeofPcmStatus > STATUS_BYTES_WITH_32_BIT_TIME ? 8 : 4;
}
