/** Names of timers, for completion. */

import { listTimers } from '../timer/listing.js';
import type { FindNames } from './live-names.js';

export const findTimers: FindNames = () =>
  (listTimers() ?? []).map(({ name, description }) => ({ name, description }));
