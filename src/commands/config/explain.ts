/** Runs `alsats config explain`. */

import { Config } from '../../alsa/config/config.js';
import { AlsaError } from '../../alsa/error.js';
import { similarNames } from '../../alsa/similar-names.js';
import { channelCountText } from '../../audio/channel-count.js';
import { AlsatsError } from '../../error.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { printJson } from '../../terminal/json-output.js';
import { Output } from '../../terminal/output.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ConfigOptions } from './definition.js';
import { CARD_MISSING, followPcm, type PcmHardware, type PcmLink, type PcmSlaveLink } from './pcm-chain.js';

const SCHEMA = 'alsats.config-explain/1';

/** @returns the exit code */
export async function configExplain(name: string, options: ConfigOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  using config = Config.update();
  let pcm: PcmLink;
  try {
    pcm = followPcm(config, name);
  } catch (error) {
    throw explainFailure(error, name, config);
  }
  const output = new Output(outside.results);
  if (options.json) await printJson(output, SCHEMA, { pcm });
  else {
    const style = await loadStyle(capabilitiesOf(outside.results, outside.env, options.color).colorLevel);
    await output.writeLine(chainText(pcm, style));
  }
  return EXIT_DONE;
}

function explainFailure(error: unknown, name: string, config: Config): unknown {
  if (!(error instanceof AlsaError)) return error;
  const base = name.split(':')[0]!;
  if (error.kind === 'not-found' && config.search(`pcm.${base}`) === null) {
    const names =
      config
        .search('pcm')
        ?.members()
        .map(({ id }) => id ?? '') ?? [];
    const similar = similarNames(base, names);
    const hint =
      similar.length > 0
        ? `did you mean ${similar.join(', ')}?`
        : 'see "alsats hints" for the names there are';
    return new AlsatsError('not-found', `there is no PCM "${name}"`, { hint, cause: error });
  }
  const first = error.libraryMessages[0]?.text;
  if (first === undefined) return error;
  const isCardMissing = CARD_MISSING.test(first) || error.kind === 'disconnected';
  return new AlsatsError(
    isCardMissing ? 'not-found' : error.kind,
    `"${name}" cannot be followed: ${isCardMissing ? 'it asks for a card that is not there' : first}`,
    { hint: isCardMissing ? 'see "alsats hints --cards" for the cards there are' : undefined, cause: error },
  );
}

function chainText(pcm: PcmLink, style: Style): string {
  return [linkText(pcm, style), ...slaveLines(pcm.slaves, '', style)].join('\n');
}

function slaveLines(slaves: readonly PcmSlaveLink[], indent: string, style: Style): string[] {
  return slaves.flatMap((slave, index) => {
    const isLast = index === slaves.length - 1;
    const role = slave.role === 'slave' ? '' : `${escapeText(slave.role)}: `;
    const fixed = fixedText(slave);
    const line = `${indent}${isLast ? '└─' : '├─'} ${role}${linkText(slave.pcm, style)}${fixed}`;
    return [line, ...slaveLines(slave.pcm.slaves, `${indent}${isLast ? '   ' : '│  '}`, style)];
  });
}

/** `plughw:0  plug  converts …` */
function linkText({ name, type, effect, hardware, problem }: PcmLink, style: Style): string {
  const parts = [
    name === null ? null : style.strong(escapeText(name)),
    type === null ? null : type === name ? null : `[${escapeText(type)}]`,
    hardware === null ? null : escapeText(hardwareText(hardware)),
    effect === null || hardware !== null ? null : style.dim(effect),
    problem === null ? null : style.warning(escapeText(problem)),
  ];
  return parts.filter((part) => part !== null).join('  ');
}

function hardwareText({ card, cardName, device, subdevice }: PcmHardware): string {
  const where = card === null ? '' : `card ${card}${cardName === null ? '' : ` (${cardName})`}, `;
  return `${where}device ${device}${subdevice === null ? '' : `, subdevice ${subdevice}`}`;
}

function fixedText({ format, framesPerSecond, channels }: PcmSlaveLink): string {
  const parts = [
    format,
    framesPerSecond === null ? null : `${framesPerSecond} Hz`,
    channels === null ? null : channelCountText(channels),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `  at ${escapeText(parts.join(', '))}`;
}
