/** What follows from what was seen. */

import { describe, expect, it } from 'vitest';
import { findingsOf, verdictOf } from '../../../src/commands/doctor/findings.js';
import type { DoctorReport } from '../../../src/commands/doctor/report.js';
import { reportText } from '../../../src/commands/doctor/text.js';
import { plainStyle } from '../../../src/terminal/style.js';
import { above, hardware, laptop, link, well } from './reports.js';

const summary = (report: DoctorReport) =>
  findingsOf(report).map(({ severity, code }) => `${severity} ${code}`);
const first = (report: DoctorReport) => findingsOf(report)[0]!;
const container = (name: string): DoctorReport => ({
  ...well,
  system: { ...well.system, alsaDriver: null, container: name },
  nodes: [],
  cards: [],
});
const nodes = (...accessible: boolean[]): DoctorReport['nodes'] =>
  accessible.map((usable, index) => ({
    path: `/dev/snd/c${index}`,
    group: 'audio',
    mode: '660',
    accessible: usable,
  }));
const serverRuns = (...names: string[]): DoctorReport['servers'] =>
  well.servers.map((server) => ({ ...server, running: names.includes(server.name) }));

describe('findings', () => {
  it('are none where all is well', () => {
    expect(findingsOf(well)).toEqual([]);
    expect(verdictOf([])).toBe('nothing is wrong that can be seen from here');
  });

  it('begin with what comes first on the way of the sound', () => {
    const report: DoctorReport = {
      ...well,
      library: { version: null, path: null, error: 'libasound.so.2 is not installed', hint: 'Install it: …' },
      nodes: nodes(false),
      cards: [{ ...laptop, levelsCount: null }],
      sequencer: false,
    };
    expect(summary(report)).toEqual(['problem no-libasound', 'problem no-permission', 'note no-sequencer']);
    expect(first(report)).toMatchObject({ kind: 'unsupported', advice: 'Install it: …' });
    expect(verdictOf(findingsOf(report))).toBe('sound cannot work here: 2 problems');
  });

  it('tell a kernel without sound, a machine without a card, and devices that were not made', () => {
    const without = { ...well, nodes: [], cards: [] };
    expect(summary({ ...without, system: { ...well.system, alsaDriver: null } })).toEqual([
      'problem no-driver',
    ]);
    expect(summary(without)).toEqual(['problem no-card']);
    expect(summary({ ...well, nodes: [] })).toEqual(['problem no-nodes']);
  });

  it('know containers', () => {
    expect(first(container('docker')).advice).toContain('docker run --device /dev/snd');
    expect(first(container('podman')).advice).toContain('podman run');
    expect(first(container('wsl')).advice).toContain('libasound2-plugins');
    expect(first(container('lxc')).advice).toContain('lxc');
    // Docker hides /proc/asound, also where it passes the devices on.
    const passed = { ...container('docker'), nodes: well.nodes, cards: [laptop] };
    expect(summary(passed)).toEqual(['note proc-hidden']);
  });

  it('tell what keeps the user from the devices', () => {
    const closed = { ...well, nodes: nodes(false, false) };
    const advise = (user: Partial<DoctorReport['user']>) =>
      first({ ...closed, user: { ...well.user, ...user } }).advice;
    expect(first(closed)).toMatchObject({ severity: 'problem', code: 'no-permission', kind: 'permission' });
    expect(advise({ groups: ['ada'], isInAudioGroup: false })).toContain('sudo usermod -aG audio ada');
    expect(advise({ groups: ['ada'], isInAudioGroup: true })).toContain('log out and in again');
    expect(advise({})).toContain('udev');
    expect(summary({ ...well, nodes: nodes(true, false) })).toEqual(['warning some-permission']);
    // That ALSA finds no card then is no finding of its own.
    const lost = { pcm: null, error: 'cannot find card 0', missingPlugins: [] };
    expect(summary({ ...closed, default: lost })).toEqual(['problem no-permission']);
  });

  it('follow default to servers that do not run, plug-ins that are not installed, and cards that are not there', () => {
    const goes = (type: string, servers = well.servers): DoctorReport => ({
      ...well,
      servers,
      default: { pcm: above('default', link(type)), error: null, missingPlugins: [] },
    });
    expect(first(goes('pulse'))).toMatchObject({ code: 'no-server', kind: 'not-found' });
    expect(first(goes('pulse')).message).toContain('/run/user/1000/pulse/native');
    expect(summary(goes('pulse', serverRuns('pulseaudio')))).toEqual([]);
    expect(first(goes('pipewire')).advice).toContain('systemctl --user start pipewire');
    expect(summary(goes('pipewire', serverRuns('pipewire')))).toEqual([]);
    expect(
      summary({
        ...goes('pipewire', serverRuns('pipewire')),
        default: { ...goes('pipewire').default, missingPlugins: ['pipewire'] },
      }),
    ).toEqual(['problem default-plugin']);
    expect(summary({ ...well, servers: serverRuns('pipewire') })).toEqual(['note past-server']);
    const gone = above('default', { ...hardware, hardware: null, problem: 'there is no card 3' });
    expect(first({ ...well, default: { pcm: gone, error: null, missingPlugins: [] } })).toMatchObject({
      code: 'default-broken',
      kind: 'not-found',
    });
    expect(
      first({ ...well, default: { pcm: null, error: 'Unexpected char', missingPlugins: [] } }),
    ).toMatchObject({ code: 'default-broken', kind: 'malformed' });
  });

  it('tell main levels that let nothing through, and do not fuss about others', () => {
    const quiet = (...levels: [string, boolean, boolean][]): DoctorReport => ({
      ...well,
      cards: [{ ...laptop, quiet: levels.map(([name, muted, zero]) => ({ name, index: 0, muted, zero })) }],
    });
    expect(first(quiet(['Master', true, false]))).toEqual({
      severity: 'warning',
      code: 'quiet',
      kind: null,
      message: '"Master" of card PCH is muted',
      advice: "alsats mixer set -c PCH 'Master' unmute",
    });
    expect(first(quiet(['PCM', false, true])).advice).toBe("alsats mixer set -c PCH 'PCM' 50%");
    expect(summary(quiet(['Headphone', true, true]))).toEqual(['note quiet']);
    expect(summary(quiet(['Beep', true, true]))).toEqual([]);
    // All that there is.
    expect(
      summary({ ...well, cards: [{ ...quiet(['Speaker', true, false]).cards[0]!, levelsCount: 1 }] }),
    ).toEqual(['warning quiet']);
  });

  it('name who holds a device', () => {
    const held = (program: string | null): DoctorReport => ({
      ...well,
      cards: [
        {
          ...laptop,
          holders: [{ kind: 'pcm', device: 0, subdevice: 0, direction: 'playback', pid: 1402, program }],
        },
      ],
    });
    expect(first(held('aplay'))).toMatchObject({
      severity: 'warning',
      code: 'held',
      message: 'hw:PCH,0 is in use for playback by aplay (process 1402)',
    });
    expect(summary(held('pipewire'))).toEqual(['note held']);
    expect(first(held(null)).message).toContain('a program (process 1402)');
    expect(verdictOf(findingsOf(held('aplay')))).toBe('sound should work, but see this');
  });

  it('ask nothing of the machine for the card that lives in the process', () => {
    const virtual = { ...container('docker'), cards: [{ ...laptop, index: null }], sequencer: false };
    expect(
      findingsOf({ ...virtual, default: { pcm: null, error: 'cannot find card 0', missingPlugins: [] } }),
    ).toEqual([]);
  });
});

describe('the report in words', () => {
  it('cannot drive a terminal, whatever names are in it', () => {
    const evil = '\x1b[2Jevil\n';
    const report: DoctorReport = {
      ...well,
      library: { ...well.library, path: evil },
      system: { kernel: evil, distribution: evil, alsaDriver: evil, modules: [evil], container: evil },
      user: { uid: 1, name: evil, groups: [evil], isInAudioGroup: false },
      nodes: [{ path: evil, group: evil, mode: '600', accessible: false }],
      servers: [{ name: 'pipewire', socket: evil, running: true }],
      cards: [
        {
          ...laptop,
          id: evil,
          name: evil,
          module: evil,
          holders: [{ kind: 'pcm', device: 0, subdevice: 0, direction: 'playback', pid: 1, program: evil }],
          quiet: [{ name: `Master${evil}`, index: 0, muted: true, zero: true }],
        },
      ],
      default: { pcm: above(evil, link(evil)), error: evil, missingPlugins: [evil] },
    };
    const findings = findingsOf(report);
    const text = reportText(verdictOf(findings), findings, report, plainStyle);
    expect(text).toContain('evil');
    expect(text).not.toContain('\x1b');
    expect(text.split('\n').every((line) => line.length === 0 || /^\S|^ {2}/.test(line))).toBe(true);
    expect(text).not.toMatch(/^evil/m);
  });

  it('has the verdict first, and the way of default', () => {
    const report: DoctorReport = {
      ...well,
      cards: [{ ...laptop, quiet: [{ name: 'Master', index: 0, muted: true, zero: false }] }],
    };
    const findings = findingsOf(report);
    const lines = reportText(verdictOf(findings), findings, report, plainStyle).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'sound should work, but see this',
      '',
      '! "Master" of card PCH is muted',
      "  → alsats mixer set -c PCH 'Master' unmute",
    ]);
    expect(lines).toContain('default     default [plug] → card 0 (PCH), device 0');
    expect(lines).toContain('card 0 PCH: HDA Intel PCH (snd_hda_intel)');
    expect(lines).toContain('    Master: muted');
  });
});
