import { bindLazily } from '../binding.js';
import { type CoreApi, corePrototypes } from '../generated/core.js';
import { soundLibrary } from '../library.js';

export const coreApi: CoreApi = bindLazily<CoreApi>(corePrototypes, soundLibrary);
