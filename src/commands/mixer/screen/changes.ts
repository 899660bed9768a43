/** Changes of the focused element: what is to be done for an action, and what undo goes back to. */

import { type ChannelChoice, type Column, channelNames, isOn, labelOf, volumeDirection } from './columns.js';
import type { ScreenElement, ScreenSide } from './element.js';
import { type Effect, type ScreenState, type Step, stay, type UndoStep } from './state.js';

/** Steps of one kind that follow each other so soon are undone together. */
const SAME_CHANGE_MS = 1000;
const MOST_UNDO_STEPS = 200;

/** Channels by name, or a side of them. */
export type Channels = ChannelChoice | readonly string[];

function namesOf(side: ScreenSide, channels: Channels): readonly string[] {
  return typeof channels === 'string' ? channelNames(side, channels) : channels;
}

/** Makes the volume of a column louder or softer; goes up or down the items of a choice. */
export function stepColumn(
  state: ScreenState,
  column: Column | null,
  percent: number,
  channels: Channels,
  atMs: number,
): Step {
  if (column === null) return stay(state);
  const { element, volume } = column;
  if (element.choice !== null) {
    const item = (element.choice.chosen[0] ?? 0) - Math.sign(percent);
    return item < 0 || item >= element.choice.items.length
      ? stay(state)
      : chooseItem(state, element, item, atMs);
  }
  if (volume === null) return tell(state, `${labelOf(element)} has no volume here`);
  const names = namesOf(volume, channels);
  const effect: Effect = {
    type: 'step-volume',
    element: element.id,
    direction: volumeDirection(column),
    channels: names,
    percent,
  };
  return change(state, element, `volume ${column.key}`, atMs, [effect]);
}

/** Sets the volume of a column. */
export function setColumn(
  state: ScreenState,
  column: Column | null,
  percent: number,
  channels: Channels,
  atMs: number,
): Step {
  if (column === null || column.element.choice !== null) return stay(state);
  const { element, volume } = column;
  if (volume === null) return tell(state, `${labelOf(element)} has no volume here`);
  const names = namesOf(volume, channels);
  const effect: Effect = {
    type: 'set-volume',
    element: element.id,
    direction: volumeDirection(column),
    channels: names,
    percent,
  };
  return change(state, element, `volume ${column.key}`, atMs, [effect]);
}

/** Gives all channels what they have on average. */
export function balanceColumn(state: ScreenState, column: Column | null, atMs: number): Step {
  const percents = column?.volume?.channels.map((channel) => channel.percent ?? 0) ?? [];
  if (percents.length === 0 || percents.every((percent) => percent === percents[0])) return stay(state);
  const mean = percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
  return setColumn(state, column, mean, 'all', atMs);
}

/** Mutes a column, or lets it be recorded; takes that back where any channel is so. */
export function switchColumn(
  state: ScreenState,
  column: Column | null,
  what: 'mute' | 'record',
  channels: Channels,
  atMs: number,
): Step {
  if (column === null) return stay(state);
  const { element } = column;
  const side = column[what];
  if (side === null)
    return tell(state, `${labelOf(element)} has no ${what === 'mute' ? 'mute' : 'capture'} switch here`);
  const names = namesOf(side, channels);
  const on = !side.channels.some((channel) => names.includes(channel.name) && isOn(channel));
  const direction = what === 'mute' ? 'playback' : 'capture';
  const effect: Effect = { type: 'set-switch', element: element.id, direction, channels: names, on };
  return change(state, element, `${what} ${element.id} ${atMs}`, atMs, [effect]);
}

export function chooseItem(state: ScreenState, element: ScreenElement, item: number, atMs: number): Step {
  if (element.choice?.chosen.every((chosen) => chosen === item)) return stay(state);
  return change(state, element, `choice ${element.id}`, atMs, [
    { type: 'choose', element: element.id, item },
  ]);
}

/** Notes what there was, so that it can be undone. */
function change(
  state: ScreenState,
  element: ScreenElement,
  kind: string,
  atMs: number,
  effects: readonly Effect[],
): Step {
  const last = state.undo.at(-1);
  const isSame = last !== undefined && last.kind === kind && atMs - last.atMs <= SAME_CHANGE_MS;
  const step: UndoStep = isSame ? { ...last, atMs } : { kind, atMs, before: withGroup(state, element) };
  const undo = [...(isSame ? state.undo.slice(0, -1) : state.undo), step].slice(-MOST_UNDO_STEPS);
  return { state: { ...state, undo, redo: [] }, effects };
}

/** The element, and those that a capture switch of its group changes along with it. */
function withGroup({ elements }: ScreenState, element: ScreenElement): ScreenElement[] {
  return elements.filter(
    ({ id, captureGroup }) =>
      id === element.id || (captureGroup !== null && captureGroup === element.captureGroup),
  );
}

/** Goes back to what was before the last change, or forward again. */
export function undoChange(state: ScreenState, from: 'undo' | 'redo'): Step {
  const step = state[from].at(-1);
  if (step === undefined) return tell(state, `nothing to ${from}`);
  const to = from === 'undo' ? 'redo' : 'undo';
  const ids = step.before.map(({ id }) => id);
  const present = state.elements.filter(({ id }) => ids.includes(id));
  // A change that comes later is not to be counted to this one.
  const back: UndoStep = { kind: '', atMs: step.atMs, before: present };
  const names = [...new Set(step.before.slice(0, 3).map(labelOf))].join(', ');
  return {
    state: {
      ...state,
      [from]: state[from].slice(0, -1),
      [to]: [...state[to], back],
      message: `${from === 'undo' ? 'undone' : 'done again'}: ${names}`,
    },
    effects: [{ type: 'restore', elements: step.before }],
  };
}

/** Says something in the last line, until the next key. */
export function tell(state: ScreenState, message: string): Step {
  return stay({ ...state, message });
}
