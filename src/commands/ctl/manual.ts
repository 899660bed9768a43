/** What the man page of `alsats ctl` says beside its options. */

import type { Manual } from '../manual.js';

export const ctlManual: Manual = {
  sections: [
    [
      'ELEMENTS',
      [
        "An element is named as amixer does: numid=3, or by fields, iface=CARD,name='Headphone Jack',index=1. A name " +
          'alone, or one without an interface, is an element of the mixer where there is one of that name, and of any ' +
          'interface otherwise; Name,1 has index 1. A numid is not the same after a reboot.',
        'Values, one a channel, with commas; one alone is for all channels, and nothing between two commas leaves a ' +
          'channel alone. Whole numbers: 40, 0x28, 40%, -12dB. With a sign in front of a percentage, a plus in front of ' +
          'anything, or a sign behind, they are relative: +5%, 5%-, 3dB+, +2. A relative level ends at the end of the ' +
          'range, any other outside of it is an error. Bytes: all of them as hexadecimal digits, 0aff, or numbers with ' +
          'commas, 10,0xff; one byte alone is a number.',
      ],
    ],
    [
      'STATE FILES',
      [
        'Files are those of alsactl, byte for byte, but for texts beyond ASCII and with backslashes: those are written so ' +
          'that alsactl reads them, which it cannot for its own. JSON (store --json) is read as well as text. Of what an ' +
          'element was like, restore uses the access (inactive elements are left alone, those of programs made again), ' +
          'the range and the decibels, to keep a level where the range is another now.',
      ],
    ],
    [
      'LOCKS',
      [
        'The kernel gives a lock back when the program that took it ends: lock holds it until then, and unlock can only ' +
          'tell who has it.',
      ],
    ],
    [
      'DIFFERENCES FROM AMIXER AND ALSACTL',
      [
        'What makes no sense is an error: a level out of range, an item that is none, too many values. restore sets ' +
          'elements one by one, names each that fails, ends with its code, and never goes through the rules of alsactl ' +
          'init or a UCM profile. Elements of every type are made again, also integer64 and bytes. Files are written ' +
          'anew and put in place of the old ones whole. watch tells values, and of cards that come and go.',
      ],
    ],
    [
      'JSON',
      [
        'alsats.ctl/1 (list, get, set, add): "card" and "elements", each with numid, iface, name, index, device, ' +
          'subdevice, id, type, count, access, lockedBy, min, max, step, items, dbRange, tlv, dimensions, and the value ' +
          'as values, itemNumbers, db, bytes and iec958, of which those that do not apply are null. Numbers beyond 2^53 ' +
          'are strings; a level of null is silence.',
        'alsats.ctl-watch/1: a line "state" with cards and their elements, then "value", "add", "remove", "info" and ' +
          '"tlv" with card, element, old and new; "missed" says that the element was set in between and back again. ' +
          '"card-add" and "card-remove" have card.',
        'alsats.ctl-restore/1, alsats.ctl-diff/1: "cards" with elements, each with action (set, same, skip, add, fail), ' +
          'reason, old, new and error. alsats.ctl-state/1 (store), alsats.ctl-set/1 (counts of set -), ' +
          'alsats.ctl-remove/1, alsats.ctl-lock/1 (lines "locked" and "unlocked"), alsats.ctl-unlock/1, ' +
          'alsats.ctl-iec958/1, alsats.ctl-info/1.',
      ],
    ],
  ],
  examples: [
    ['alsats ctl list -c PCH', 'all elements of a card'],
    ["alsats ctl set 'Master Playback Volume' -12dB", 'set a level'],
    ["alsats ctl set 'Master Playback Volume' 3dB-,", 'the left channel 3 dB softer'],
    ['alsats ctl watch --json', 'every change on every card, one object a line'],
    ['alsats ctl store -f before.state && alsats ctl diff before.state', 'what changed since'],
    ["alsats ctl restore -e 'Master Playback Volume' -n", 'what restoring one element would do'],
    ["alsats ctl add integer 'My Volume' --min 0 --max 100 --db-scale -50,0.5", 'an element of your own'],
    ['alsats ctl iec958 set rate=48000 copyright=off', 'what a digital output says'],
  ],
  files: [['/var/lib/alsa/asound.state', 'where store, restore and alsactl keep the values of elements']],
  seeAlso: ['alsats-mixer(1)', 'amixer(1)', 'alsactl(1)', 'iecset(1)'],
};
