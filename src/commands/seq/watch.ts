/** Runs `alsats seq watch`: clients, ports and connections as they come and go. */

import { formatSeqAddress } from '../../alsa/seq/address.js';
import { capabilitiesOf } from '../../terminal/capabilities.js';
import { escapeText } from '../../terminal/escape.js';
import { loadStyle, type Style } from '../../terminal/style.js';
import { EventOutput, localTimeText } from '../event-output.js';
import { ExecHook } from '../exec-hook.js';
import { EXIT_DONE } from '../exit-code.js';
import { bearLostReader, type Outside } from '../outside.js';
import type { ShowOptions } from '../show-options.js';
import { StopSignals } from '../stop-signals.js';
import type { SeqGraph } from './graph.js';
import { connectionText, endText, graphText, ownerText } from './graph-text.js';
import { type GraphChange, LiveGraph } from './live-graph.js';
import { openSequencer } from './open.js';

export const WATCH_SCHEMA = 'alsats.seq-watch/1';

export interface WatchOptions extends ShowOptions {
  readonly exec?: string;
}

export type WatchEvent = ({ readonly type: 'state' } & SeqGraph) | GraphChange;

/** @returns the exit code */
export async function watchGraph(options: WatchOptions, outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  using seq = openSequencer();
  const style = await loadStyle(capabilitiesOf(outside.stdout, outside.env, options.color).colorLevel);
  using signals = new StopSignals(outside);
  let failure: unknown = null;
  const output = new EventOutput<WatchEvent>(outside, {
    json: options.json === true,
    schema: WATCH_SCHEMA,
    text: (event, time) => eventText(event, time, style),
    onClosed: signals.stop,
    onFailure: (error) => {
      failure ??= error;
      signals.stop();
    },
  });
  const hook = options.exec === undefined ? null : createHook(options.exec, options, outside);
  try {
    const live = new LiveGraph(seq);
    output.write({ type: 'state', ...live.graph });
    for await (const changes of live.changes(signals.signal)) {
      for (const change of changes) {
        const stamped = output.write(change);
        hook?.run(stamped);
      }
    }
    if (failure === null) await hook?.idle();
  } finally {
    hook?.close();
    await output.flush();
  }
  if (failure !== null) throw failure;
  return EXIT_DONE;
}

function createHook(command: string, options: WatchOptions, outside: Outside): ExecHook {
  return new ExecHook(command, {
    env: outside.env,
    outputFd: options.json ? 2 : 1,
    onProblem: (message) => outside.stderr.write(`alsats: ${escapeText(message)}\n`),
  });
}

function eventText(event: WatchEvent, time: Date, style: Style): string {
  if (event.type === 'state') return graphText(event, style);
  return `${localTimeText(time)}  ${changeText(event, style)}`;
}

function changeText(change: GraphChange, style: Style): string {
  switch (change.type) {
    case 'client-add':
    case 'client-change':
    case 'client-remove': {
      const { client } = change;
      const owner =
        client.type === null
          ? ''
          : `  [${escapeText(ownerText({ ...client, midiVersion: null, ports: [] }))}]`;
      return `client ${client.id} ${style.strong(escapeText(client.name))}${owner}  ${verb(change.type, style)}`;
    }
    case 'port-add':
    case 'port-change':
    case 'port-remove': {
      const address = formatSeqAddress({ client: change.client.id, port: change.port.id });
      const names = `${escapeText(change.client.name)}: ${escapeText(change.port.name.trim())}`;
      return `port ${address} ${style.strong(names)}  ${verb(change.type, style)}`;
    }
    case 'connect':
      return `${connectionText(change)}  ${style.ok('connected')}`;
    case 'disconnect':
      return `${endText(change.sender)} → ${endText(change.dest)}  ${style.warning('disconnected')}`;
  }
}

function verb(type: string, style: Style): string {
  if (type.endsWith('-add')) return style.ok('added');
  return type.endsWith('-remove') ? style.warning('removed') : 'changed';
}
