import { bindLazily } from '../binding.js';
import { type HwdepApi, hwdepPrototypes } from '../generated/hwdep.js';
import { soundLibrary } from '../library.js';

export const hwdepApi: HwdepApi = bindLazily<HwdepApi>(hwdepPrototypes, soundLibrary);
