/** What the man page of `alsats jack-watch` says beside its options. */

import type { Manual } from '../manual.js';

export const jackWatchManual: Manual = {
  sections: [
    [
      'EVENTS',
      [
        'The kernel tells that a jack changed, not how: where it went back and forth before it could be read, that is ' +
          'told as one event ("missed" in JSON). A card that appears brings an event for each of its jacks ("add"), ' +
          'one that leaves likewise ("remove").',
        'The command of --exec runs once for each event after the state at the start, one after the other. It gets ' +
          'the event in variables (ALSATS_TYPE, ALSATS_NAME, ALSATS_PLUGGED, ALSATS_CARD_ID, ALSATS_TIME and so on) ' +
          'and as a line of JSON on its standard input; nothing of it becomes part of the command itself.',
        'JSON: alsats.jack-watch/1 is a line "state" with jacks, then "change", "add" and "remove", each with card, ' +
          'name, index, phantom, plugged and missed. --once gives alsats.jacks/1, one object with jacks.',
        'With --wait, a signal ends the command with 130 or 143, since what was waited for has not come.',
      ],
    ],
  ],
  examples: [
    ['alsats jack-watch --once', 'what is plugged in now'],
    ['alsats jack-watch --wait Headphone=plugged --timeout 30s', 'wait for the headphone'],
    [
      'alsats jack-watch --name Headphone --exec \'echo "$ALSATS_PLUGGED" > state\'',
      'run a command for each change',
    ],
  ],
  seeAlso: ['alsats-ctl(1)', 'amixer(1)'],
};
