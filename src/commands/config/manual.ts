/** What the man page of `alsats config` says beside its options. */

import type { Manual } from '../manual.js';

export const configManual: Manual = {
  sections: [
    [
      'CHECKS',
      [
        'Without a file, "check" reads /etc/alsa/conf.d/*.conf, /etc/asound.conf, ~/.asoundrc and ' +
          '$XDG_CONFIG_HOME/alsa/asoundrc, as far as they are there.',
        'An error is what alsa-lib refuses: broken syntax, what does not go together with the stock configuration, a type ' +
          'of PCM for which there is no plug-in, a field its plug-in does not know (alsa-lib says only when the PCM is ' +
          'opened, and does not say where). A warning may be meant: a name at the top, or among the defaults, that ' +
          'nothing reads and that is nearly one that is read; a PCM without a type.',
        'Fields of plug-ins that do not come with alsa-lib (pulse, jack …), and what functions compute, are not checked.',
      ],
    ],
    [
      'CHAINS',
      [
        'In the tree of "explain" each line is a PCM: its name, the type of its plug-in in brackets, what it does, and ' +
          'behind "at" what its definition fixes for what is beneath. What a plug-in leaves open is decided when the ' +
          'device is opened.',
        'A configuration is a program: following a name runs its functions, as each program does that opens the PCM.',
      ],
    ],
    [
      'JSON',
      [
        'alsats.config/1 ("dump") has key, type and value: groups as objects, lists as lists. alsats.config-check/1 has ' +
          'files and mistakes, alsats.config-explain/1 has pcm, with slaves in it, each of which has a pcm.',
      ],
    ],
  ],
  examples: [
    ['alsats config explain default', 'where sound goes that nobody directs'],
    ['alsats config check ~/.asoundrc', 'look for mistakes in a file'],
    ['alsats config dump defaults.pcm', 'print a part of the configuration'],
  ],
  files: [
    ['/usr/share/alsa/alsa.conf', 'the stock configuration, which loads the others'],
    ['/etc/alsa/conf.d', 'parts of it that packages bring'],
  ],
  seeAlso: ['alsactl(1)'],
};
