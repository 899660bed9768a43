import { bindLazily } from '../binding.js';
import { type SeqApi, seqPrototypes } from '../generated/seq.js';
import { soundLibrary } from '../library.js';

export const seqApi: SeqApi = bindLazily<SeqApi>(seqPrototypes, soundLibrary);
