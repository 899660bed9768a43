import { describe, expect, it } from 'vitest';
import {
  type Abi,
  abi,
  abiOf,
  channelAreaLayout,
  epollEventLayout,
  POLLFD_BYTES,
  pollfdLayout,
  seqEventLayout,
  timeBytesByStatus,
  timespecLayout,
} from '../../../src/alsa/native/layout.js';
import {
  ctlExtCallbacks,
  ctlExtLayout,
  extPlugCallbacks,
  extPlugLayout,
  ioPlugCallbacks,
  ioPlugLayout,
} from '../../../src/alsa/native/plugin-layout.js';
import { compileC, whyNoC } from './c-compiler.js';

const headers = [
  'stdio.h',
  'stddef.h',
  'poll.h',
  'time.h',
  'sys/epoll.h',
  'alsa/asoundlib.h',
  'alsa/pcm_ioplug.h',
  'alsa/pcm_extplug.h',
  'alsa/control_external.h',
];

const seqEventOffsets = Object.keys(seqEventLayout().offsets).map(
  (member) => `OFFSET(snd_seq_event_t, ${member});`,
);

const membersOf = (type: string, members: readonly string[]) =>
  [`SIZE(${type});`, ...members.map((member) => `OFFSET(${type}, ${member});`)].join(' ');
const plugMembers = [
  membersOf('snd_pcm_ioplug_t', Object.keys(ioPlugLayout(abi).offsets)),
  membersOf('snd_pcm_ioplug_callback_t', ioPlugCallbacks),
  membersOf('snd_pcm_extplug_t', Object.keys(extPlugLayout(abi).offsets)),
  membersOf('snd_pcm_extplug_callback_t', extPlugCallbacks),
  membersOf('snd_ctl_ext_t', Object.keys(ctlExtLayout(abi).offsets)),
  membersOf('snd_ctl_ext_callback_t', ctlExtCallbacks),
];

const printLayouts = `${headers.map((name) => `#include <${name}>\n`).join('')}
#define SIZE(type) printf("%s %zu\\n", #type, sizeof(type))
#define OFFSET(type, member) printf("%s.%s %zu\\n", #type, #member, offsetof(type, member))
typedef struct pollfd pollfd; typedef struct timespec timespec; typedef struct epoll_event epoll_event;
int main(void) {
  SIZE(pollfd); OFFSET(pollfd, fd); OFFSET(pollfd, events); OFFSET(pollfd, revents);
  SIZE(timespec); OFFSET(timespec, tv_sec); OFFSET(timespec, tv_nsec);
  SIZE(epoll_event); OFFSET(epoll_event, events); OFFSET(epoll_event, data);
  SIZE(snd_pcm_channel_area_t); OFFSET(snd_pcm_channel_area_t, addr);
  OFFSET(snd_pcm_channel_area_t, first); OFFSET(snd_pcm_channel_area_t, step);
  SIZE(snd_seq_event_t); ${seqEventOffsets.join(' ')}
  ${plugMembers.join(' ')}
  return 0;
}`;

/** A struct of nothing but function pointers. */
function callbackTable(names: readonly string[], { wordBytes }: Abi) {
  const offsets = Object.fromEntries(names.map((name, index) => [name, index * wordBytes]));
  return { byteLength: names.length * wordBytes, offsets };
}

/** Our layouts in the words of the C program. */
function ours(target: Abi): string[] {
  const layouts = {
    pollfd: pollfdLayout(),
    timespec: timespecLayout(target),
    epoll_event: epollEventLayout(target),
    snd_pcm_channel_area_t: channelAreaLayout(target),
    snd_seq_event_t: seqEventLayout(),
    snd_pcm_ioplug_t: ioPlugLayout(target),
    snd_pcm_ioplug_callback_t: callbackTable(ioPlugCallbacks, target),
    snd_pcm_extplug_t: extPlugLayout(target),
    snd_pcm_extplug_callback_t: callbackTable(extPlugCallbacks, target),
    snd_ctl_ext_t: ctlExtLayout(target),
    snd_ctl_ext_callback_t: callbackTable(ctlExtCallbacks, target),
  };
  return Object.entries(layouts).flatMap(([type, { byteLength, offsets }]) => [
    `${type} ${byteLength}`,
    ...Object.entries(offsets).map(([member, offset]) => `${type}.${member} ${offset}`),
  ]);
}

function fromC(flags: readonly string[]): string[] {
  const { output, diagnostics } = compileC(printLayouts, flags);
  expect(diagnostics).toBe('');
  return output.trim().split('\n');
}

const whyNot64 = whyNoC(headers);
const whyNot32 = whyNoC(headers, ['-m32']);
for (const why of [whyNot64, whyNot32]) if (why !== undefined) console.log(`skipped: ${why}`);

describe('layouts against the C compiler', () => {
  it.skipIf(whyNot64 !== undefined)('of this machine', () => {
    expect(ours(abi)).toEqual(fromC([]));
  });

  it.skipIf(whyNot32 !== undefined || process.arch !== 'x64')('of ia32, with narrow and wide time_t', () => {
    expect(ours(abiOf('ia32', 4))).toEqual(fromC(['-m32']));
    const wide = ['-m32', '-D_TIME_BITS=64', '-D_FILE_OFFSET_BITS=64'];
    expect(ours(abiOf('ia32', 8))).toEqual(fromC(wide));
  });
});

describe('layouts by the rules of each ABI', () => {
  // Written down by hand from AAPCS32, AAPCS64 and the System V supplements: size, then the offsets.
  it.each([
    ['x64', 8, { timespec: [16, 0, 8], epoll: [12, 0, 4], area: [16, 0, 8, 12] }],
    ['arm64', 8, { timespec: [16, 0, 8], epoll: [16, 0, 8], area: [16, 0, 8, 12] }],
    ['riscv64', 8, { timespec: [16, 0, 8], epoll: [16, 0, 8], area: [16, 0, 8, 12] }],
    ['arm', 4, { timespec: [8, 0, 4], epoll: [16, 0, 8], area: [12, 0, 4, 8] }],
    ['arm', 8, { timespec: [16, 0, 8], epoll: [16, 0, 8], area: [12, 0, 4, 8] }],
    ['ia32', 4, { timespec: [8, 0, 4], epoll: [12, 0, 4], area: [12, 0, 4, 8] }],
    ['ia32', 8, { timespec: [16, 0, 8], epoll: [12, 0, 4], area: [12, 0, 4, 8] }],
  ] as const)('%s with a time_t of %i bytes', (arch, timeBytes, expected) => {
    const target = abiOf(arch, timeBytes);
    const flat = ({ byteLength, offsets }: { byteLength: number; offsets: Record<string, number> }) => [
      byteLength,
      ...Object.values(offsets),
    ];
    expect({
      timespec: flat(timespecLayout(target)),
      epoll: flat(epollEventLayout(target)),
      area: flat(channelAreaLayout(target)),
    }).toEqual(expected);
  });

  it('tell the time_t of a 32-bit libasound by the size of its status', () => {
    expect(timeBytesByStatus(4, 108)).toBe(4);
    expect(timeBytesByStatus(4, 128)).toBe(8);
    expect(timeBytesByStatus(8, 152)).toBe(8);
  });

  it('give a pollfd 8 bytes', () => {
    expect(POLLFD_BYTES).toBe(8);
    // Which C is asked for above.
    expect(pollfdLayout().byteLength).toBe(POLLFD_BYTES);
  });
});
