import { bindLazily } from '../binding.js';
import { type TopologyApi, topologyPrototypes } from '../generated/topology.js';
import { topologyLibrary } from '../library.js';

export const topologyApi: TopologyApi = bindLazily<TopologyApi>(topologyPrototypes, topologyLibrary);
