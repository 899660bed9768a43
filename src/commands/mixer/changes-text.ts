/** What was set of an element, in words. */

import type { ChangeReport } from './apply.js';
import { type ElementFacts, elementLabel } from './element.js';
import { askText, dbText, type LevelAsk } from './level-ask.js';

/**
 * One line: `Master: asked 86 %, set 85 % (-3.00 dB, raw 71), on`. Channels that agree are told together, and which they
 * are only where they are not all; the direction only where there are two.
 */
export function changesText(
  facts: ElementFacts,
  changes: readonly ChangeReport[],
  isDryRun: boolean,
): string {
  const label = elementLabel(facts.selem);
  const parts: { where: string; text: string }[] = [];
  for (const { side, channels, text } of alikeChanges(facts, changes, isDryRun)) {
    const which = channels.length === channelCount(facts, side) ? '' : channels.join(', ');
    const where = side === '' || which === '' ? side + which : `${side} ${which}`;
    const part = parts.find((known) => known.where === where);
    if (part === undefined) parts.push({ where, text });
    else part.text += `, ${text}`;
  }
  return parts
    .map(({ where, text }, place) => {
      const start = place > 0 ? where : where === '' ? label : `${label} ${where}`;
      return start === '' ? text : `${start}: ${text}`;
    })
    .join('; ');
}

/** Whether the words depend on what was set before: without decibels, silence is told otherwise. */
export function tellsOfBefore(changes: readonly ChangeReport[]): boolean {
  return changes.some((change) => change.type !== 'volume' || change.new.dB === null);
}

interface AlikeChanges {
  readonly side: string;
  readonly text: string;
  readonly channels: string[];
}

/** Changes that are told in the same words. */
function alikeChanges(
  facts: ElementFacts,
  changes: readonly ChangeReport[],
  isDryRun: boolean,
): AlikeChanges[] {
  const found: AlikeChanges[] = [];
  let before: ChangeReport | null = null;
  let last: AlikeChanges | null = null;
  for (const change of changes) {
    const side = sideText(facts, change);
    // Most often all channels are alike, and putting numbers into words takes longer than setting them.
    if (last === null || before === null || last.side !== side || !comesToTheSame(before, change)) {
      const text = changeText(change, isDryRun);
      last = found.find((known) => known.side === side && known.text === text) ?? null;
      if (last === null) {
        last = { side, text, channels: [] };
        found.push(last);
      }
    }
    last.channels.push(change.channel);
    before = change;
  }
  return found;
}

function comesToTheSame(a: ChangeReport, b: ChangeReport): boolean {
  if (a.type !== 'volume' || b.type !== 'volume') return false;
  const isMute = (dB: number | null) => dB === null;
  return a.asked === b.asked && a.new === b.new && isMute(a.old.dB) === isMute(b.old.dB);
}

/** Where there is only one direction, or both share it, nobody needs to hear which. */
function sideText({ selem, playback, capture }: ElementFacts, change: ChangeReport): string {
  if (change.type === 'item' || playback === null || capture === null) return '';
  const isShared = change.type === 'volume' ? selem.hasCommonVolume : selem.hasCommonSwitch;
  return isShared ? '' : change.direction;
}

function channelCount({ playback, capture, itemChannels }: ElementFacts, side: string): number {
  const facts = side === '' ? (playback ?? capture) : side === 'playback' ? playback : capture;
  return facts?.channels.length ?? itemChannels.length;
}

function changeText(change: ChangeReport, isDryRun: boolean): string {
  if (change.type === 'switch') return `${isDryRun ? 'would be ' : ''}${change.new ? 'on' : 'off'}`;
  if (change.type === 'item') return `${isDryRun ? 'would be ' : ''}'${change.new}'`;
  const asked = typeof change.asked === 'string' ? change.asked : askText(change.asked as LevelAsk);
  const { percent, dB, raw } = change.new;
  // Without decibels there is nothing to tell in them; a level of null elsewhere is silence.
  const db = dB === null && change.old.dB === null ? '' : `${dbText(dB)}, `;
  return `asked ${asked}, ${isDryRun ? 'would set' : 'set'} ${percent} % (${db}raw ${raw})`;
}
