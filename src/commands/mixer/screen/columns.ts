/** Which columns a view has, and what is in them. */

import type { Direction, ScreenChannel, ScreenElement, ScreenSide } from './element.js';
import type { ScreenState, View } from './state.js';

/** One direction of an element, as it stands on the screen. */
export interface Column {
  readonly key: string;
  readonly element: ScreenElement;
  readonly direction: Direction;
  /** Whose volume the bars show; null without one. */
  readonly volume: ScreenSide | null;
  /** Whose switch mutes. */
  readonly mute: ScreenSide | null;
  /** Whose switch lets record. */
  readonly record: ScreenSide | null;
}

/** The columns of a view, in the order of the elements. */
export function columnsOf(elements: readonly ScreenElement[], view: View): Column[] {
  return elements.flatMap((element) =>
    directionsIn(element, view).map((direction) => column(element, direction)),
  );
}

function directionsIn(element: ScreenElement, view: View): Direction[] {
  const { choice } = element;
  if (choice !== null) {
    const direction = choice.direction ?? (view === 'capture' ? 'capture' : 'playback');
    return view === 'all' || direction === view ? [direction] : [];
  }
  const { playback, capture } = element;
  switch (view) {
    case 'playback':
      return playback === null ? [] : ['playback'];
    case 'capture':
      return capture === null ? [] : ['capture'];
    case 'all':
      if (playback === null) return capture === null ? [] : ['capture'];
      // What has no more than a switch for capture shows it in the column for playback.
      return capture?.range == null ? ['playback'] : ['playback', 'capture'];
  }
}

function column(element: ScreenElement, direction: Direction): Column {
  const { playback, capture, hasCommonVolume, hasCommonSwitch } = element;
  const side = direction === 'capture' && !hasCommonVolume ? capture : playback;
  const isShared = direction === 'playback' || hasCommonVolume || hasCommonSwitch;
  return {
    key: `${element.id}/${direction}`,
    element,
    direction,
    volume: side?.range == null ? null : side,
    mute: isShared && playback?.hasSwitch === true ? playback : null,
    record: capture?.hasSwitch === true ? capture : null,
  };
}

/** The direction whose volume the column shows. */
export function volumeDirection({ element, direction }: Column): Direction {
  return element.hasCommonVolume ? 'playback' : direction;
}

/** What people call it; alsamixer's word for digital outputs too. */
export function labelOf({ name, index }: Pick<ScreenElement, 'name' | 'index'>): string {
  return name.replaceAll('IEC958', 'S/PDIF') + (index === 0 ? '' : ` ${index}`);
}

/** The columns of the state's view. */
export function columnsOn(state: ScreenState): Column[] {
  return columnsOf(state.elements, state.view);
}

/** The column that keys act on; null where there is none. */
export function focusedColumn(state: ScreenState): Column | null {
  return columnsOn(state).find(({ key }) => key === state.focus) ?? null;
}

export type ChannelChoice = 'all' | 'left' | 'right';

/** Names of the channels on one side; all of them where the element knows no sides. */
export function channelNames(side: ScreenSide, choice: ChannelChoice): string[] {
  const names = side.channels.map(({ name }) => name);
  const chosen = choice === 'all' ? names : names.filter((name) => name.endsWith(choice));
  return chosen.length === 0 ? names : chosen;
}

/** Whether a channel is on; a channel without a switch is. */
export function isOn({ on }: ScreenChannel): boolean {
  return on !== false;
}
