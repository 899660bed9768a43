import { bindLazily } from '../binding.js';
import { type PcmPluginApi, pcmPluginPrototypes } from '../generated/pcm-plugin.js';
import { soundLibrary } from '../library.js';

export const pcmPluginApi: PcmPluginApi = bindLazily<PcmPluginApi>(pcmPluginPrototypes, soundLibrary);
