import { bindLazily } from '../binding.js';
import { type MixerApi, mixerPrototypes } from '../generated/mixer.js';
import { soundLibrary } from '../library.js';

export const mixerApi: MixerApi = bindLazily<MixerApi>(mixerPrototypes, soundLibrary);
