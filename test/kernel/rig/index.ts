// Everything a kernel test needs of the rig, in one import.
export * from './alsats.js';
export * from './cards.js';
export * from './features.js';
export * from './kernel-test.js';
export * from './loopback.js';
export * from './monitor.js';
export * from './peer.js';
export * from './substream.js';
export * from './suspend.js';
export * from './terminal.js';
export * from './until.js';
