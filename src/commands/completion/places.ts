/**
 * What may stand at each place of the command lines that takes a value: what the definitions alone do not say. Options
 * with a closed set of words are not here, those say it themselves.
 */

import { channelPositions } from '../../audio/channel-position.js';
import { filterWords } from '../../midi/message-filter.js';
import { commandWords } from '../../midi/words/vocabulary.js';
import { formatWords } from '../format-value.js';
import { channelWords } from '../mixer/channel-names.js';
import { files, free, live, liveLists, type PlaceValue, wordLists, words } from './value.js';

const sounds = files(
  ...['wav', 'wave', 'rf64', 'bw64', 'w64', 'au', 'snd', 'aif', 'aiff', 'aifc', 'voc', 'raw', 'pcm'],
);
const midiFiles = files('mid', 'midi', 'smf', 'kar', 'rmi');
const midiWords = words([...commandWords, '-']);

/** By command, verb, and the long option or the name of the operand. */
export const places: Readonly<Record<string, PlaceValue>> = {
  'completion shell': words(['bash', 'zsh', 'fish']),
  'config check file': files(),
  'config dump key': live('config-keys'),
  'config explain pcm': live('pcms'),
  'ctl add id': free,
  'ctl add type': words(['boolean', 'integer', 'integer64', 'enumerated', 'bytes', 'iec958']),
  'ctl iec958 words': words(['get', 'set']),
  'ctl set words': live('ctl-elements'),
  'ctl set words...': live('ctl-values'),
  'hints --caps': live('pcms'),
  'jack-watch --name': live('jack-names'),
  'jack-watch --wait': live('jack-states'),
  'midi dump --port': live('midi-inputs'),
  'midi receive --port': live('midi-inputs'),
  'midi send --port': live('midi-outputs'),
  'midi send what': midiWords,
  'midi send-receive --port': live('midi-ports'),
  'midi send-receive what': midiWords,
  'mixer screen words': free,
  'mixer set words': live('mixer-elements'),
  'mixer set words...': live('mixer-values'),
  'play --device': live('pcms-playback'),
  'play files': sounds,
  'record --device': live('pcms-capture'),
  'record files': sounds,
  'seq connect sender': live('seq-senders'),
  'seq connect dest': live('seq-receivers'),
  'seq disconnect sender': live('seq-senders'),
  'seq disconnect dest': live('seq-receivers'),
  'seq dump --port': liveLists('seq-senders'),
  'seq play --port': liveLists('seq-receivers'),
  'seq play files': midiFiles,
  'seq record --metronome': live('seq-receivers'),
  'seq record --port': liveLists('seq-senders'),
  'seq record file': midiFiles,
  'seq send --port': liveLists('seq-receivers'),
  'seq send what': midiWords,
  'timer info timer': live('timers'),
  'timer watch timer': live('timers'),
};

/** By the long option, or by what its value or an operand is called, where the place itself has no entry. */
export const placeholders: Readonly<Record<string, PlaceValue>> = {
  card: live('cards'),
  channels: free,
  command: files(),
  '--device': live('ctl-devices'),
  file: files(),
  format: words(formatWords),
  id: live('ctl-elements'),
  list: free,
  name: live('mixer-elements'),
  names: wordLists(channelWords),
  positions: wordLists(channelPositions),
  types: wordLists(filterWords),
  // Numbers, times and the like.
  bars: free,
  bytes: free,
  dB: free,
  fps: free,
  frames: free,
  items: free,
  'min,max': free,
  'min,max[,mute]': free,
  'min,step[,mute]': free,
  n: free,
  'n:d': free,
  percent: free,
  rate: free,
  size: free,
  text: free,
  time: free,
  'time|size': free,
  us: free,
  value: free,
  words: free,
};
