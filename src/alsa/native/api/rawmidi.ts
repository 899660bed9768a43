import { bindLazily } from '../binding.js';
import { type RawmidiApi, rawmidiPrototypes } from '../generated/rawmidi.js';
import { soundLibrary } from '../library.js';

export const rawmidiApi: RawmidiApi = bindLazily<RawmidiApi>(rawmidiPrototypes, soundLibrary);
