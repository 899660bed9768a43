/** Runs `alsats seq watch`: clients, ports and connections as they come and go. */

import { formatSeqAddress } from '../../alsa/seq/address.js';
import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { localTimeText } from '../event-output.js';
import type { Outside } from '../outside.js';
import { type WatcherOptions, watch } from '../watcher.js';
import type { SeqGraph } from './graph.js';
import { connectionText, endText, graphText, ownerText } from './graph-text.js';
import { type GraphChange, LiveGraph } from './live-graph.js';
import { openSequencer } from './open.js';

export const WATCH_SCHEMA = 'alsats.seq-watch/1';

export type WatchOptions = WatcherOptions;

export type WatchEvent = ({ readonly type: 'state' } & SeqGraph) | GraphChange;

/** @returns the exit code */
export async function watchGraph(options: WatchOptions, outside: Outside): Promise<number> {
  using seq = openSequencer();
  const look = { schema: WATCH_SCHEMA, text: eventText };
  return await watch<WatchEvent>(options, outside, look, async ({ tell, signals }) => {
    const live = new LiveGraph(seq);
    tell({ type: 'state', ...live.graph });
    for await (const changes of live.changes(signals.signal)) for (const change of changes) tell(change);
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
