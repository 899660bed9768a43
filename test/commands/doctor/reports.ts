/** Reports for tests: a machine on which all is well, and what may be different about it. */

import type { PcmLink } from '../../../src/commands/config/pcm-chain.js';
import type { CardReport, DoctorReport } from '../../../src/commands/doctor/report.js';

export function link(type: string, rest: Partial<PcmLink> = {}): PcmLink {
  return { name: type, type, effect: null, hardware: null, problem: null, slaves: [], ...rest };
}

export function above(name: string, pcm: PcmLink): PcmLink {
  const slave = { role: 'slave', format: null, framesPerSecond: null, channels: null, pcm };
  return link('plug', { name, slaves: [slave] });
}

export const hardware = link('hw', { hardware: { card: 0, cardName: 'PCH', device: 0, subdevice: null } });

export const laptop: CardReport = {
  index: 0,
  id: 'PCH',
  name: 'HDA Intel PCH',
  module: 'snd_hda_intel',
  playback: true,
  holders: [],
  levelsCount: 3,
  quiet: [],
};

export const well: DoctorReport = {
  library: { version: '1.2.8', path: '/usr/lib/libasound.so.2', error: null, hint: null },
  system: {
    kernel: '6.1.0-18-amd64',
    distribution: 'Debian GNU/Linux 12 (bookworm)',
    alsaDriver: 'k6.1.0-18-amd64',
    modules: ['snd_hda_intel', 'snd_pcm'],
    container: null,
  },
  user: { uid: 1000, name: 'ada', groups: ['ada', 'audio'], isInAudioGroup: true },
  nodes: [{ path: '/dev/snd/controlC0', group: 'audio', mode: '660', accessible: true }],
  sequencer: true,
  cards: [laptop],
  servers: [
    { name: 'pipewire', socket: '/run/user/1000/pipewire-0', running: false },
    { name: 'pulseaudio', socket: '/run/user/1000/pulse/native', running: false },
  ],
  default: { pcm: above('default', hardware), error: null, missingPlugins: [] },
};
