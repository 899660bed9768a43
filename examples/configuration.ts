/** Reads ALSA's configuration, and opens a PCM that only this program has. */

import { Config, Pcm } from 'alsats';

/** What kind of PCM a name stands for, aliases followed: `typeOfPcm('plughw:0')` is `plug`. */
export function typeOfPcm(name: string): string {
  using config = Config.update();
  using definition = config.searchDefinition('pcm', name);
  return definition.search('type')?.getString() ?? 'unknown';
}

/** A PCM of a telephone, whatever the program plays: ALSA converts. */
export function openTelephone(): Pcm {
  using config = Config.top();
  const telephone = config.root.addCompound('pcm').addCompound('telephone');
  telephone.add('type', 'plug');
  const slave = telephone.addCompound('slave');
  slave.addCompound('pcm').add('type', 'null');
  slave.add('format', 'S16_LE');
  slave.add('channels', 1);
  slave.add('rate', 8000);
  return Pcm.openWithConfig(config.save(), 'telephone', 'playback');
}
