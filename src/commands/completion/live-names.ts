/**
 * Runs `alsats completion --words KIND -- WORDS…`: the names that the scripts ask for while somebody types.
 *
 * One name a line, with a description behind a tab where there is one. It never complains: who types wants no error
 * between the words, and no name is an answer, too.
 */

import { escapeText } from '../../terminal/escape.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { LiveKind } from './value.js';

/** A name, and what it is. */
export interface LiveName {
  readonly name: string;
  readonly description: string | null;
}

/** Finds names. @param typed the words of the line behind the program's name, the last one unfinished */
export type FindNames = (typed: readonly string[]) => LiveName[] | Promise<LiveName[]>;

const finders: Readonly<Record<LiveKind, () => Promise<FindNames>>> = {
  cards: async () => (await import('./device-names.js')).findCards,
  'ctl-devices': async () => (await import('./device-names.js')).findCtlDevices,
  pcms: async () => (await import('./device-names.js')).findPcms,
  'pcms-playback': async () => (await import('./device-names.js')).findPlaybackPcms,
  'pcms-capture': async () => (await import('./device-names.js')).findCapturePcms,
  'config-keys': async () => (await import('./config-keys.js')).findConfigKeys,
  'mixer-elements': async () => (await import('./mixer-names.js')).findMixerElements,
  'mixer-values': async () => (await import('./mixer-names.js')).findMixerValues,
  'ctl-elements': async () => (await import('./ctl-names.js')).findCtlElements,
  'ctl-values': async () => (await import('./ctl-names.js')).findCtlValues,
  'jack-names': async () => (await import('./ctl-names.js')).findJackNames,
  'jack-states': async () => (await import('./ctl-names.js')).findJackStates,
  'midi-inputs': async () => (await import('./midi-names.js')).findMidiInputs,
  'midi-outputs': async () => (await import('./midi-names.js')).findMidiOutputs,
  'midi-ports': async () => (await import('./midi-names.js')).findMidiPorts,
  'seq-senders': async () => (await import('./midi-names.js')).findSeqSenders,
  'seq-receivers': async () => (await import('./midi-names.js')).findSeqReceivers,
  timers: async () => (await import('./timer-names.js')).findTimers,
};

/** @returns the exit code: always 0 */
export async function printNames(kind: string, typed: readonly string[], outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const lines = nameLines(await liveNames(kind, typed));
  if (lines.length > 0) await new Output(outside.stdout).writeLine(lines.join('\n'));
  return EXIT_DONE;
}

/** The names of a kind; none where they cannot be found out. */
async function liveNames(kind: string, typed: readonly string[]): Promise<LiveName[]> {
  if (!Object.hasOwn(finders, kind)) return [];
  try {
    const find = await finders[kind as LiveKind]();
    return await find(typed);
  } catch {
    return [];
  }
}

/** Each name once. One with a character that could drive a terminal, or that ends a line, is left out. */
export function nameLines(names: readonly LiveName[]): string[] {
  const lines = new Map<string, string>();
  for (const { name, description } of names) {
    if (name === '' || lines.has(name) || escapeText(name) !== name) continue;
    const said = description === null ? '' : escapeText(description.trim());
    lines.set(name, said === '' || said === name ? name : `${name}\t${said}`);
  }
  return [...lines.values()];
}
