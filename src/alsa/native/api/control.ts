import { bindLazily } from '../binding.js';
import { type ControlApi, controlPrototypes } from '../generated/control.js';
import { soundLibrary } from '../library.js';

export const controlApi: ControlApi = bindLazily<ControlApi>(controlPrototypes, soundLibrary);
