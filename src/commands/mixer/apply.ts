/** Carries a plan out, and tells what came of it. */

import type { MixerChannel } from '../../alsa/mixer/channels.js';
import type { Mixer } from '../../alsa/mixer/mixer.js';
import type { SelemStream } from '../../alsa/mixer/selem-stream.js';
import { mappedVolume, rawOfMapped } from '../../alsa/mixer/volume-scale.js';
import type { ElementFacts } from './element.js';
import type { FadeTime } from './fade-time.js';
import { type Level, levelOf } from './level-ask.js';
import type { Change, ItemChange, SwitchChange, VolumeChange } from './plan.js';

/** What became of a channel. */
export type ChangeReport =
  | {
      readonly type: 'volume';
      readonly direction: 'playback' | 'capture';
      readonly channel: string;
      /** As it was asked for: in its scale, to be added to what there was where it is relative. */
      readonly asked:
        | { readonly scale: string; readonly amount: number; readonly relative: boolean }
        | 'min'
        | 'max';
      readonly old: Level;
      readonly new: Level;
    }
  | {
      readonly type: 'switch';
      readonly direction: 'playback' | 'capture';
      readonly channel: string;
      readonly asked: 'on' | 'off' | 'toggle';
      readonly old: boolean;
      readonly new: boolean;
    }
  | {
      readonly type: 'item';
      readonly channel: string;
      readonly asked: string;
      readonly old: string;
      readonly new: string;
    };

const isSwitch = (change: Change): change is SwitchChange => change.kind === 'switch';
export const isVolume = (change: Change): change is VolumeChange => change.kind === 'volume';

/** Sets everything at once: what goes off first, what comes on last, so that nothing is heard that was not meant. */
export function applyPlan(facts: ElementFacts, plan: readonly Change[]): void {
  for (const change of plan) if (isSwitch(change) && !change.to) setSwitch(change);
  makeMoves(volumeMoves(plan));
  for (const change of plan) if (change.kind === 'item') facts.selem.setEnumItem(change.to, change.channel);
  for (const change of plan) if (isSwitch(change) && change.to) setSwitch(change);
}

/** A call that sets a volume: of a channel, or, where it names none, of all channels of a direction. */
export interface VolumeMove {
  readonly stream: SelemStream;
  readonly channel: MixerChannel | null;
  readonly raw: number;
}

/** In one call for all channels of a direction where they agree, as most do. */
export function volumeMoves(changes: readonly Change[]): VolumeMove[] {
  const moves: VolumeMove[] = [];
  for (let place = 0; place < changes.length; ) {
    const first = changes[place]!;
    let end = place + 1;
    if (isVolume(first)) {
      const { stream, channels } = first.facts;
      while (end < changes.length && isSameVolume(changes[end]!, first)) end++;
      if (end - place === channels.length) moves.push({ stream, channel: null, raw: first.to });
      else
        for (const { channel } of changes.slice(place, end) as VolumeChange[])
          moves.push({ stream, channel, raw: first.to });
    }
    place = end;
  }
  return moves;
}

export function makeMoves(moves: readonly VolumeMove[]): void {
  for (const { stream, channel, raw } of moves) {
    if (channel === null) stream.setVolumeAll(raw);
    else stream.setVolume(channel, raw);
  }
}

function isSameVolume(change: Change, { facts, to }: VolumeChange): boolean {
  return change.kind === 'volume' && change.facts === facts && change.to === to;
}

function setVolume({ facts, channel }: VolumeChange, raw: number): void {
  facts.stream.setVolume(channel, raw);
}

function setSwitch({ facts, channel, to }: SwitchChange): void {
  facts.stream.setSwitch(channel, to);
}

const FADE_STEP_MS = 20;

/**
 * Moves volumes to where they are to be over a time, evenly to the ear. What is switched on is so before, what is
 * switched off after. Ends where it is when the signal is aborted.
 */
export async function fadePlan(
  facts: ElementFacts,
  plan: readonly Change[],
  seconds: number,
  signal: AbortSignal,
  time: FadeTime,
): Promise<void> {
  for (const change of plan) if (isSwitch(change) && change.to) setSwitch(change);
  const volumes = plan.filter(isVolume);
  const start = time.nowMs();
  for (let part = 0; part < 1 && !signal.aborted; ) {
    await time.sleep(FADE_STEP_MS, signal);
    if (signal.aborted) return;
    part = seconds === 0 ? 1 : Math.min(1, (time.nowMs() - start) / (seconds * 1000));
    for (const change of volumes) setVolume(change, part === 1 ? change.to : rawBetween(change, part));
  }
  applyPlan(
    facts,
    plan.filter((change) => !isVolume(change)),
  );
}

function rawBetween({ facts, from, to }: VolumeChange, part: number): number {
  const scale = facts.scale!;
  const [start, end] = [mappedVolume(scale, from), mappedVolume(scale, to)];
  return rawOfMapped(scale, start + (end - start) * part);
}

/** What the hardware has taken, as it says itself; what it would be asked for, in a dry run. */
export function reportPlan(
  mixer: Pick<Mixer, 'refresh'>,
  facts: ElementFacts,
  plan: readonly Change[],
  isDryRun: boolean,
): ChangeReport[] {
  if (!isDryRun) mixer.refresh();
  return reportChanges(facts, plan, isDryRun);
}

/** The same where the events were handled. */
export function reportChanges(
  facts: ElementFacts,
  plan: readonly Change[],
  isDryRun: boolean,
): ChangeReport[] {
  const report = (change: Change): ChangeReport => {
    switch (change.kind) {
      case 'volume':
        return volumeReport(change, isDryRun);
      case 'switch': {
        const { facts: side, channel, asked, from, to } = change;
        const now = isDryRun ? to : side.stream.getSwitch(channel);
        return { type: 'switch', direction: side.direction, channel, asked, old: from, new: now };
      }
      case 'item':
        return itemReport(facts, change, isDryRun);
    }
  };
  return plan.map(report);
}

function volumeReport({ facts, channel, asked, from, to }: VolumeChange, isDryRun: boolean): ChangeReport {
  const { direction, stream } = facts;
  const scale = facts.scale!;
  const now = isDryRun ? to : stream.getVolume(channel);
  const told = 'end' in asked ? asked.end : asked;
  return {
    type: 'volume',
    direction,
    channel,
    asked: told,
    old: levelOf(scale, from),
    new: levelOf(scale, now),
  };
}

function itemReport({ selem, items }: ElementFacts, change: ItemChange, isDryRun: boolean): ChangeReport {
  const { channel, from, to } = change;
  const now = isDryRun ? to : selem.getEnumItem(channel);
  const text = (item: number) => items?.[item] ?? String(item);
  return { type: 'item', channel, asked: text(to), old: text(from), new: text(now) };
}
