/** What a card says of itself (`snd_ctl_card_info_t`). */

import { check } from '../error.js';
import { controlApi } from '../native/api/control.js';
import { allocOpaque } from '../native/memory.js';
import type { Address } from '../native/types.js';

export interface CardInfo {
  readonly index: number;
  /** Short name that serves in device names: `hw:CARD=<id>`. */
  readonly id: string;
  readonly name: string;
  readonly longName: string;
  readonly driver: string;
  readonly mixerName: string;
  readonly components: string;
}

/** `snd_ctl_card_info` @throws AlsaError */
export function readCardInfo(ctl: Address): CardInfo {
  const info = allocOpaque(Number(controlApi.snd_ctl_card_info_sizeof()));
  check('snd_ctl_card_info', controlApi.snd_ctl_card_info(ctl, info));
  return {
    index: controlApi.snd_ctl_card_info_get_card(info),
    id: controlApi.snd_ctl_card_info_get_id(info) ?? '',
    name: controlApi.snd_ctl_card_info_get_name(info) ?? '',
    longName: controlApi.snd_ctl_card_info_get_longname(info) ?? '',
    driver: controlApi.snd_ctl_card_info_get_driver(info) ?? '',
    mixerName: controlApi.snd_ctl_card_info_get_mixername(info) ?? '',
    components: controlApi.snd_ctl_card_info_get_components(info) ?? '',
  };
}
