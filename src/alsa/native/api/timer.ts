import { bindLazily } from '../binding.js';
import { type TimerApi, timerPrototypes } from '../generated/timer.js';
import { soundLibrary } from '../library.js';

export const timerApi: TimerApi = bindLazily<TimerApi>(timerPrototypes, soundLibrary);
