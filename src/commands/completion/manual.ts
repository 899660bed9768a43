/** What the man page of `alsats completion` says beside its options. */

import type { Manual } from '../manual.js';

export const completionManual: Manual = {
  sections: [
    [
      'INSTALLATION',
      [
        'Each shell reads the script when it starts. For bash, with the package bash-completion, it goes into ' +
          '~/.local/share/bash-completion/completions/alsats; without, write eval "$(alsats completion bash)" into ~/.bashrc.',
        'For zsh it goes into a file named _alsats in a folder of fpath, before compinit is called; or write source ' +
          '<(alsats completion zsh) into ~/.zshrc, behind compinit.',
        'For fish it goes into ~/.config/fish/completions/alsats.fish.',
        'Make the script again after an update of alsats: it has the commands and options of the version that printed it.',
      ],
    ],
    [
      'NAMES',
      [
        'What the machine has is looked up while you type, by alsats itself: sound cards, PCMs and controls, mixer ' +
          'elements and the items they can be set to (of the card that -c or -D names earlier in the line), control ' +
          'elements, jacks, MIDI ports, clients of the sequencer, timers, and keys of the configuration. Where there ' +
          'is nothing, or it may not be looked at, nothing is offered, and no error is shown.',
        'Names come from hardware and from other programs. The scripts hand them to the shell quoted and never have ' +
          'them evaluated; names with control characters are left out.',
      ],
    ],
  ],
  examples: [
    ['alsats completion fish > ~/.config/fish/completions/alsats.fish', 'install it for fish'],
    ['source <(alsats completion bash)', 'try it in this bash'],
  ],
  files: [
    ['~/.local/share/bash-completion/completions/alsats', 'the script for bash'],
    ['~/.config/fish/completions/alsats.fish', 'the script for fish'],
  ],
  seeAlso: ['bash(1)', 'zshcompsys(1)', 'fish(1)'],
};
