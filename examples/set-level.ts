/** Sets a level of the mixer, in the percent of alsamixer, and says what the hardware made of it. */

import { type Mixer, mappedPercent, rawOfMapped, volumeScale } from 'alsats';

/** `using mixer = Mixer.open('hw:0'); setLevel(mixer, 'Master', 86)` gives 85, where the steps are like that. */
export function setLevel(
  mixer: Mixer,
  name: string,
  percent: number,
): { percent: number; db: number | null } {
  const playback = mixer.findSelem(name)?.playback;
  if (!playback?.hasVolume) throw new Error(`there is no volume for playback called ${name}`);
  const scale = volumeScale(playback);
  playback.setVolumeAll(rawOfMapped(scale, percent / 100));
  if (playback.hasSwitch) playback.setSwitchAll(true);
  // Read back: hardware has steps.
  const [first] = playback.channels();
  const raw = playback.getVolume(first!);
  return { percent: mappedPercent(scale, raw), db: scale.dbOf(raw) };
}
