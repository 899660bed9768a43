import { bindLazily } from '../binding.js';
import { type ConfigApi, configPrototypes } from '../generated/config.js';
import { soundLibrary } from '../library.js';

export const configApi: ConfigApi = bindLazily<ConfigApi>(configPrototypes, soundLibrary);
