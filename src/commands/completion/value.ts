/** What may stand at a place of a command line. */

/** Names that only this machine knows, at this moment. */
export const liveKinds = [
  'cards',
  'config-keys',
  'ctl-devices',
  'ctl-elements',
  'ctl-values',
  'jack-names',
  'jack-states',
  'midi-inputs',
  'midi-outputs',
  'midi-ports',
  'mixer-elements',
  'mixer-values',
  'pcms',
  'pcms-capture',
  'pcms-playback',
  'seq-receivers',
  'seq-senders',
  'timers',
] as const;
export type LiveKind = (typeof liveKinds)[number];

export type PlaceValue =
  /** Anything: nothing can be offered. */
  | { readonly kind: 'free' }
  /** One of these words, or with `isList` several with commas. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly isList: boolean }
  | { readonly kind: 'live'; readonly names: LiveKind; readonly isList: boolean }
  /** A file: with one of these extensions, or any where there are none. */
  | { readonly kind: 'files'; readonly extensions: readonly string[] };

export const free: PlaceValue = { kind: 'free' };

export function words(list: readonly string[]): PlaceValue {
  return { kind: 'words', words: list, isList: false };
}

export function wordLists(list: readonly string[]): PlaceValue {
  return { kind: 'words', words: list, isList: true };
}

export function live(names: LiveKind): PlaceValue {
  return { kind: 'live', names, isList: false };
}

export function liveLists(names: LiveKind): PlaceValue {
  return { kind: 'live', names, isList: true };
}

export function files(...extensions: string[]): PlaceValue {
  return { kind: 'files', extensions };
}
