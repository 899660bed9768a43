import { bindLazily } from '../binding.js';
import { type PcmApi, pcmPrototypes } from '../generated/pcm.js';
import { soundLibrary } from '../library.js';

export const pcmApi: PcmApi = bindLazily<PcmApi>(pcmPrototypes, soundLibrary);
