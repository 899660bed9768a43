/** Runs the full-screen mixer of `alsats mixer`. */

import { AlsatsError } from '../../../error.js';
import { capabilitiesOf } from '../../../terminal/capabilities.js';
import { takesKeys } from '../../../terminal/key-input.js';
import { controlName } from '../../control-choice.js';
import { EXIT_DONE } from '../../exit-code.js';
import { bearLostReader, type Outside } from '../../outside.js';
import { openVirtualDevice } from '../../virtual-device.js';
import type { MixerOptions } from '../mixer-choice.js';
import { AlsaCards } from './alsa-cards.js';
import type { MixerCards } from './card-mixer.js';
import { MixerSession } from './session.js';
import type { View } from './state.js';

export interface MixerScreenOptions extends MixerOptions {
  readonly view?: View;
  readonly mouse?: boolean;
}

/** Whether the terminal can show a full screen, and keys be read from it. */
export function canShowMixerScreen({ stdin, stdout, env }: Outside): boolean {
  return stdout.isTTY === true && takesKeys(stdin) && env.TERM !== 'dumb';
}

/**
 * Shows the mixer until the user ends it; SIGINT, SIGTERM and SIGHUP are ordinary ways to do so.
 *
 * @param cards how cards are reached; a test passes its own
 * @returns the exit code
 * @throws AlsatsError of kind `invalid` where there is no terminal, and whatever opening the card throws
 */
export async function runMixerScreen(
  options: MixerScreenOptions,
  outside: Outside,
  cards?: MixerCards,
): Promise<number> {
  if (!canShowMixerScreen(outside)) {
    throw new AlsatsError('invalid', 'the full-screen mixer needs a terminal', {
      hint: '"alsats mixer list" shows the same as text',
    });
  }
  bearLostReader(outside.stdout);
  bearLostReader(outside.stderr);
  const { colorLevel, unicode } = capabilitiesOf(outside.stdout, outside.env, options.color);
  const device = controlName(options);
  const session = new MixerSession({
    outside,
    cards: cards ?? new AlsaCards(options.abstraction, await openVirtualDevice(device)),
    device,
    view: options.view ?? 'playback',
    colored: colorLevel > 0,
    glyphSet: unicode ? (outside.env.TERM === 'linux' ? 'console' : 'unicode') : 'ascii',
    mouse: options.mouse ?? true,
  });
  await session.run();
  return EXIT_DONE;
}
