/** Which commands there are. One line each, and none of their options loaded before they are wanted. */

import type { Command } from 'commander';
import type { Outside } from './outside.js';

/** Adds a command with its options to the program; its own code is loaded when it runs. */
export type DefineCommand = (program: Command, outside: Outside, finish: (exitCode: number) => void) => void;

/** In the order of the help. */
export const commandTable: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  play: async () => (await import('./play/definition.js')).definePlay,
  record: async () => (await import('./record/definition.js')).defineRecord,
  hints: async () => (await import('./hints/definition.js')).defineHints,
  mixer: async () => (await import('./mixer/definition.js')).defineMixer,
  ctl: async () => (await import('./ctl/definition.js')).defineCtl,
  midi: async () => (await import('./midi/definition.js')).defineMidi,
  seq: async () => (await import('./seq/definition.js')).defineSeq,
  'jack-watch': async () => (await import('./jack-watch/definition.js')).defineJackWatch,
  timer: async () => (await import('./timer/definition.js')).defineTimer,
  config: async () => (await import('./config/definition.js')).defineConfig,
  doctor: async () => (await import('./doctor/definition.js')).defineDoctor,
  completion: async () => (await import('./completion/definition.js')).defineCompletion,
};
