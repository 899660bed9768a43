/** Runs `alsats ctl info`. */

import { type CardDevice, cardDevices } from '../../alsa/card-devices.js';
import type { NamedCard } from '../../alsa/card-name.js';
import type { CardInfo } from '../../alsa/ctl/card-info.js';
import { Ctl } from '../../alsa/ctl/ctl.js';
import type { PowerState } from '../../alsa/ctl/names.js';
import { AlsaError } from '../../alsa/error.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import type { Style } from '../../terminal/style.js';
import { chooseCards, explainOpening } from '../control-choice.js';
import { tellNoCard } from '../notice.js';
import type { Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { Shown } from '../shown.js';

/** All that a card's control tells of it. */
interface CardReport extends CardInfo {
  readonly elementsCount: number;
  /** Null where the kernel does not tell. */
  readonly powerState: PowerState | null;
  readonly devices: readonly CardDevice[];
}

/** @returns the exit code */
export async function cardInfos(
  names: readonly string[],
  options: ShowOptions,
  outside: Outside,
): Promise<number> {
  const chosen = chooseCards(names);
  const shown = await Shown.create(options, outside);
  if (chosen.length === 0) tellNoCard(options, outside);
  const cards = chosen.flatMap((card) => reportCard(card, shown));
  if (options.json) await printJson(shown.output, 'alsats.ctl-info/1', { cards });
  else for (const card of cards) await shown.output.writeLine(cardText(card, shown.style));
  return shown.exitCode;
}

function reportCard({ index }: NamedCard, shown: Shown): CardReport[] {
  const name = `hw:${index}`;
  try {
    using ctl = Ctl.open(name, { nonblock: true });
    const info = ctl.cardInfo();
    return [
      {
        ...info,
        elementsCount: ctl.elemList().length,
        powerState: powerStateOf(ctl),
        devices: cardDevices(ctl, info.id),
      },
    ];
  } catch (error) {
    shown.error(explainOpening(error, name));
    return [];
  }
}

function powerStateOf(ctl: Ctl): PowerState | null {
  try {
    return ctl.getPowerState();
  } catch (error) {
    if (error instanceof AlsaError && error.kind !== 'disconnected') return null;
    throw error;
  }
}

function cardText(card: CardReport, style: Style): string {
  const lines = [style.strong(escapeText(`card ${card.index}: ${card.id}`))];
  const line = (label: string, text: string | number) => {
    if (text !== '') lines.push(`  ${label.padEnd(12)}${escapeText(String(text))}`);
  };
  line('name', card.name);
  line('long name', card.longName);
  line('driver', card.driver);
  line('mixer', card.mixerName);
  line('components', card.components);
  line('elements', card.elementsCount);
  if (card.powerState !== null) line('power', card.powerState);
  for (const { kind, device, id, name, playback, capture } of card.devices) {
    const directions = [
      ...(playback === null ? [] : [`playback ${playback.count}`]),
      ...(capture === null ? [] : [`capture ${capture.count}`]),
    ];
    line(
      `${kind} ${device}`,
      `${name}${id === name ? '' : ` (${id})`}${directions.length === 0 ? '' : `: ${directions.join(', ')}`}`,
    );
  }
  return lines.join('\n');
}
