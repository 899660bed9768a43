/**
 * A sound card for tests, demonstrations and machines without one: `import { VirtualCard } from 'alsats/virtual'`.
 *
 * @module alsats/virtual
 */

export { captureOn, playbackOn } from './backends.js';
export { VirtualCard } from './card.js';
export { openVirtualCard } from './open.js';
export { isVirtualName, parseVirtualName, type VirtualCardOptions, type VirtualPace } from './options.js';
export type { SoundFile } from './sound-file.js';
