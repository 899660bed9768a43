/** What the man page of `alsats hints` says beside its options. */

import type { Manual } from '../manual.js';

export const hintsManual: Manual = {
  sections: [
    [
      'NAMES AND CARDS',
      [
        'Names come from the hints of the ALSA configuration, as aplay -L has them; PCMs that are defined there without ' +
          'a hint, as in ~/.asoundrc, are listed too, unless their hint hides them. Cards are found by the kernel; one ' +
          'that this user may not open is left out.',
        'The place on the bus is written as udev does (ID_PATH): of two equal devices, it tells which is which.',
      ],
    ],
    [
      'JSON',
      [
        'alsats.hints/1: "devices" are the names, each with kind, name, description, playback and capture; "cards" have ' +
          'index, id, name, longName, driver, mixerName, components, deviceName, hardware, and devices with kind, ' +
          'device, id, name, deviceName, and playback and capture: null, or count, available, names and owners.',
        'alsats.capabilities/1 (--caps): "devices", one for each direction, with what they can do, or error.',
        'alsats.hints-watch/1: a line "state" with cards, then "add" and "remove" with card.',
      ],
    ],
  ],
  examples: [
    ['alsats hints', 'all there is'],
    ['alsats hints -L --playback', 'names for alsats play -D'],
    ['alsats hints --caps hw:PCH', 'what a device can do'],
    ['alsats hints watch --exec \'logger "$ALSATS_TYPE $ALSATS_CARD_ID"\'', 'log cards that come and go'],
  ],
  seeAlso: ['alsats-config(1)', 'aplay(1)', 'amidi(1)'],
};
