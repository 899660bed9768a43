import { bindLazily } from '../binding.js';
import { type UseCaseApi, useCasePrototypes } from '../generated/use-case.js';
import { soundLibrary } from '../library.js';

export const useCaseApi: UseCaseApi = bindLazily<UseCaseApi>(useCasePrototypes, soundLibrary);
