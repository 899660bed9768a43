/** What follows from the report: what is wrong, why it matters, and what to do. The most important first. */

import type { ErrorKind } from '../../error.js';
import type { CardReport, DoctorReport } from './report.js';
import { linksOf } from './routing.js';

/** A problem keeps sound from working; a warning may; a note is good to know. */
export type Severity = 'problem' | 'warning' | 'note';

export interface Finding {
  readonly severity: Severity;
  /** For programs: `no-card`. */
  readonly code: string;
  /** Of a problem; it decides the exit code. */
  readonly kind: ErrorKind | null;
  readonly message: string;
  /** What to do; null where there is nothing to do. */
  readonly advice: string | null;
}

const order: readonly Severity[] = ['problem', 'warning', 'note'];

/** All findings. Within a severity they stand in the order of the way sound takes, from the library to the levels. */
export function findingsOf(report: DoctorReport): Finding[] {
  const found = [
    ...libraryFindings(report),
    ...deviceFindings(report),
    ...permissionFindings(report),
    ...routeFindings(report),
    ...report.cards.flatMap((card) => [...levelFindings(card), ...holderFindings(card, report)]),
    ...sequencerFindings(report),
  ];
  return order.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}

function problem(code: string, kind: ErrorKind, message: string, advice: string | null): Finding {
  return { severity: 'problem', code, kind, message, advice };
}

function warning(code: string, message: string, advice: string | null): Finding {
  return { severity: 'warning', code, kind: null, message, advice };
}

function note(code: string, message: string, advice: string | null): Finding {
  return { severity: 'note', code, kind: null, message, advice };
}

function* libraryFindings({ library }: DoctorReport): Generator<Finding, void> {
  if (library.error !== null) yield problem('no-libasound', 'unsupported', library.error, library.hint);
}

/** Whether the report is on the card that lives in the process alone, which needs nothing of the machine. */
function isVirtual({ cards }: DoctorReport): boolean {
  return cards.length > 0 && cards.every(({ index }) => index === null);
}

function* deviceFindings(report: DoctorReport): Generator<Finding, void> {
  const { system, cards, nodes } = report;
  if (isVirtual(report)) return;
  if (system.alsaDriver === null && nodes.length > 0) {
    yield note(
      'proc-hidden',
      '/proc/asound is hidden, as containers do, so that nobody can tell who holds a device',
      null,
    );
  }
  if (system.alsaDriver === null && nodes.length === 0) {
    yield problem(
      'no-driver',
      'not-found',
      'the kernel has no sound driver (there is no /proc/asound)',
      driverAdvice(system.container),
    );
  } else if (cards.length === 0) {
    yield problem(
      'no-card',
      'not-found',
      'this machine has no sound card that the kernel knows',
      'look whether it is seen at all, with "lspci -nnk", "lsusb" and "dmesg | grep -i snd"; new laptops may need the package firmware-sof-signed',
    );
  } else if (nodes.length === 0) {
    yield problem(
      'no-nodes',
      'not-found',
      `there are ${cards.length} sound cards and no devices under /dev/snd`,
      system.container === null
        ? 'the devices are made by udev: see "systemctl status systemd-udevd"'
        : containerAdvice(system.container),
    );
  } else if (!cards.some(({ playback }) => playback)) {
    yield warning('no-playback', 'no sound card can play', null);
  }
}

function driverAdvice(container: string | null): string {
  if (container !== null) return containerAdvice(container);
  return 'load the driver of your card (modprobe snd-hda-intel, snd-usb-audio …); kernels for clouds have none, and may need a package with more modules; "alsats play -D virtual" needs no card';
}

function containerAdvice(container: string): string {
  switch (container) {
    case 'docker':
    case 'podman':
      return `this is a container: where the host has a card, start it with "${container} run --device /dev/snd --group-add audio …"`;
    case 'wsl':
      return 'WSL has no sound cards, but a PulseAudio server: install libasound2-plugins, and use the device "pulse"';
    case 'flatpak':
    case 'snap':
      return `this runs within ${container}, which must be allowed to use sound devices`;
    default:
      return `this is a container (${container}): where the host has a card, give it the devices under /dev/snd`;
  }
}

function* permissionFindings(report: DoctorReport): Generator<Finding, void> {
  const { nodes, user } = report;
  const closed = nodes.filter(({ accessible }) => !accessible);
  if (closed.length === 0 || isVirtual(report)) return;
  const group = closed[0]!.group ?? 'audio';
  const account = user.name ?? `user ${user.uid}`;
  const advice = user.groups.includes(group)
    ? `${account} is in group "${group}", which may not use them (mode ${closed[0]!.mode}): see the rules of udev`
    : group === 'audio' && user.isInAudioGroup
      ? `${account} is in group "audio", but this session began before that: log out and in again`
      : `add yourself to the group with "sudo usermod -aG ${group} ${user.name ?? '$USER'}", and log in again`;
  const message = `${account} may not use ${closed.length === nodes.length ? 'the sound devices' : `${closed.length} of ${nodes.length} sound devices`} under /dev/snd (${closed[0]!.path}${closed.length > 1 ? ' …' : ''})`;
  yield closed.length === nodes.length
    ? problem('no-permission', 'permission', message, advice)
    : warning('some-permission', message, advice);
}

function* routeFindings(report: DoctorReport): Generator<Finding, void> {
  const { default: route, servers, library } = report;
  if (library.error !== null) return;
  // Without a card that may be used the stock configuration leads nowhere, which says nothing more.
  const hasCard =
    report.cards.some(({ index }) => index !== null) && report.nodes.some(({ accessible }) => accessible);
  if (route.pcm === null) {
    const isOwn = hasCard || !/card/i.test(route.error ?? '');
    if (isOwn && !isVirtual(report)) {
      yield problem(
        'default-broken',
        'malformed',
        `the device "default" leads nowhere: ${route.error}`,
        'see "alsats config check" and "alsats config explain default"',
      );
    }
    return;
  }
  for (const type of route.missingPlugins) {
    yield problem(
      'default-plugin',
      'unsupported',
      `"default" needs the ALSA plug-in "${type}", which is not installed`,
      type === 'pipewire' ? 'install pipewire-alsa' : 'install libasound2-plugins (alsa-plugins)',
    );
  }
  const links = [...linksOf(route.pcm)];
  const broken = links.find((link) => link.problem !== null);
  if (broken !== undefined && hasCard) {
    yield problem(
      'default-broken',
      'not-found',
      `the device "default" leads nowhere: ${broken.problem}`,
      'see "alsats config explain default", and "alsats hints --cards" for the cards there are',
    );
  }
  const running = servers.filter((server) => server.running);
  for (const [type, name, start] of [
    ['pulse', 'pulseaudio', 'systemctl --user start pipewire-pulse (or pulseaudio)'],
    ['pipewire', 'pipewire', 'systemctl --user start pipewire wireplumber'],
  ] as const) {
    if (!links.some((link) => link.type === type)) continue;
    const server = servers.find((one) => one.name === name);
    if (server?.running === true) continue;
    yield problem(
      'no-server',
      'not-found',
      `"default" goes to ${name === 'pulseaudio' ? 'PulseAudio' : 'PipeWire'}, which does not answer at ${server?.socket ?? '?'}`,
      `start it as the user who plays, not as root: "${start}"`,
    );
  }
  const isPastServer =
    links.some(({ type }) => type === 'hw') &&
    !links.some(({ type }) => type === 'pulse' || type === 'pipewire');
  if (isPastServer && running.length > 0 && hasCard) {
    yield note(
      'past-server',
      `a sound server runs (${running.map(({ name }) => name).join(', ')}), and "default" goes past it, to the card itself`,
      'what holds the card shuts the other out; pipewire-alsa or libasound2-plugins send "default" to the server',
    );
  }
}

/** Elements that everything passes; others may be for sockets that nobody uses. */
const MAIN = /^(Master|PCM|Digital|Speaker|Front|Headphone|Line Out)\b/;
const ALWAYS = /^(Master|PCM|Digital)\b/;

function* levelFindings(card: CardReport): Generator<Finding, void> {
  const quiet = card.quiet.filter(({ name }) => MAIN.test(name));
  // A laptop mutes its speaker while a headphone is in, and the other way round.
  const isAlone = card.quiet.length === card.levelsCount;
  for (const level of quiet) {
    const label = level.index === 0 ? level.name : `${level.name},${level.index}`;
    const state = level.muted ? (level.zero ? 'muted, and at zero' : 'muted') : 'at zero';
    const message = `"${label}" of card ${card.id} is ${state}`;
    const level50 = level.zero ? ' 50%' : '';
    const unmute = level.muted ? ' unmute' : '';
    const advice = `alsats mixer set -c ${card.id} '${label}'${level50}${unmute}`;
    yield ALWAYS.test(level.name) || isAlone
      ? warning('quiet', message, advice)
      : note('quiet', message, advice);
  }
}

/** Programs that hand a card on to others. */
const SERVERS = /^(pipewire|wireplumber|pulseaudio|jackd|jackdbus)/;

function* holderFindings(card: CardReport, { servers }: DoctorReport): Generator<Finding, void> {
  for (const holder of card.holders) {
    if (holder.kind !== 'pcm') continue;
    const who = `${holder.program ?? 'a program'} (process ${holder.pid})`;
    const what = `hw:${card.id},${holder.device} is in use for ${holder.direction} by ${who}`;
    const isServer =
      SERVERS.test(holder.program ?? '') || servers.some(({ name }) => name === holder.program);
    yield isServer
      ? note('held', what, 'programs share it through that server; who opens the card itself finds it busy')
      : warning(
          'held',
          what,
          'others find it busy unless it has more substreams: end that program, or choose another device',
        );
  }
}

function* sequencerFindings(report: DoctorReport): Generator<Finding, void> {
  if (report.sequencer || report.system.alsaDriver === null || isVirtual(report)) return;
  yield note(
    'no-sequencer',
    'there is no MIDI sequencer (/dev/snd/seq)',
    'load it, where MIDI is wanted: "sudo modprobe snd-seq"',
  );
}

/** One line that says it all. */
export function verdictOf(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const problems = count('problem');
  const warnings = count('warning');
  const many = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  if (problems > 0) {
    return `sound cannot work here: ${many(problems, 'problem')}${warnings > 0 ? `, ${many(warnings, 'warning')}` : ''}`;
  }
  if (warnings > 0) return `sound should work, but see ${warnings === 1 ? 'this' : `these ${warnings}`}`;
  return 'nothing is wrong that can be seen from here';
}
