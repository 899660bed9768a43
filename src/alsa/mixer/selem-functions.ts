/** What a {@link SelemStream} calls: the functions that there are once for playback and once for capture, on its element. */

import type { Address } from '../native/types.js';

export type MixerDirection = 'playback' | 'capture';

/** What every call asks its element for: its address, as long as it lives. */
export interface LiveSelem {
  /** @throws AlsatsError of kind `closed` once the mixer is closed, `disconnected` once the element was removed */
  address(): Address;
  /** Another one each time the element is taken in anew, with properties that may be others. */
  readonly revision: number;
  /** How the element is called in messages. */
  readonly label: string;
}

/** Put together once: names made for each call would cost more than the call. */
function functionNames<Direction extends MixerDirection>(direction: Direction) {
  return {
    hasVolume: `snd_mixer_selem_has_${direction}_volume`,
    hasVolumeJoined: `snd_mixer_selem_has_${direction}_volume_joined`,
    hasSwitch: `snd_mixer_selem_has_${direction}_switch`,
    hasSwitchJoined: `snd_mixer_selem_has_${direction}_switch_joined`,
    isMono: `snd_mixer_selem_is_${direction}_mono`,
    hasChannel: `snd_mixer_selem_has_${direction}_channel`,
    getVolumeRange: `snd_mixer_selem_get_${direction}_volume_range`,
    setVolumeRange: `snd_mixer_selem_set_${direction}_volume_range`,
    getVolume: `snd_mixer_selem_get_${direction}_volume`,
    setVolume: `snd_mixer_selem_set_${direction}_volume`,
    setVolumeAll: `snd_mixer_selem_set_${direction}_volume_all`,
    getDbRange: `snd_mixer_selem_get_${direction}_dB_range`,
    getDb: `snd_mixer_selem_get_${direction}_dB`,
    setDb: `snd_mixer_selem_set_${direction}_dB`,
    setDbAll: `snd_mixer_selem_set_${direction}_dB_all`,
    askVolDb: `snd_mixer_selem_ask_${direction}_vol_dB`,
    askDbVol: `snd_mixer_selem_ask_${direction}_dB_vol`,
    getSwitch: `snd_mixer_selem_get_${direction}_switch`,
    setSwitch: `snd_mixer_selem_set_${direction}_switch`,
    setSwitchAll: `snd_mixer_selem_set_${direction}_switch_all`,
  } as const;
}

/** The names for each direction. */
export const selemFunctions = { playback: functionNames('playback'), capture: functionNames('capture') };
