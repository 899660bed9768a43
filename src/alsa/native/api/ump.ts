import { bindLazily } from '../binding.js';
import { type UmpApi, umpPrototypes } from '../generated/ump.js';
import { soundLibrary } from '../library.js';

export const umpApi: UmpApi = bindLazily<UmpApi>(umpPrototypes, soundLibrary);
