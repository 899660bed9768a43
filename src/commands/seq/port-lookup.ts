/** Finds the port that a user means. */

import { formatSeqAddress, type SeqAddress } from '../../alsa/seq/address.js';
import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import type { ListedClient, ListedPort, SeqGraph } from './graph.js';

/** What the port is to be good for. */
export interface PortUse {
  /** In words, for errors: `to send to`. */
  readonly purpose: string;
  readonly isFit: (port: ListedPort) => boolean;
}

export interface FoundPort extends SeqAddress {
  readonly clientName: string;
  readonly portName: string;
}

/**
 * The port that `text` names: `14:0`, `14`, `Midi Through`, `Midi Through:1`, `Launchkey:MIDI 2`, or a port's own name.
 * A client or port is named by its number, its name, or a part of its name that only it has, in any case. Without a port
 * it is the client's first one that is fit.
 *
 * @throws AlsatsError of kind `not-found`, with what could have been meant
 */
export function findPort(text: string, { clients }: Pick<SeqGraph, 'clients'>, use: PortUse): FoundPort {
  const whole = unquoted(text);
  for (const [clientText, portText] of splits(whole)) {
    const named = matching(clients, clientText, ({ id, name }) => [String(id), name]);
    if (named.length === 0) continue;
    if (named.length > 1) throw ambiguous(text, named.map(clientLabel));
    return portOf(named[0]!, portText, text, use);
  }
  // Not a client: perhaps a port, whose name says more.
  const ports = clients.flatMap((client) => client.ports.map((port) => ({ client, port })));
  const named = matching(ports, whole, ({ port }) => [port.name.trim()]);
  const fit = named.filter(({ port }) => use.isFit(port));
  if (fit.length > 1) {
    throw ambiguous(
      text,
      fit.map(({ client, port }) => portLabel(client, port)),
    );
  }
  if (fit.length === 1) return found(fit[0]!.client, fit[0]!.port);
  throw unknown(text, clients, use);
}

/** All ways of reading a text as client and port; names may have colons in them. */
function* splits(text: string): Generator<readonly [client: string, port: string | null], void> {
  yield [text, null];
  for (let at = text.lastIndexOf(':'); at > 0; at = text.lastIndexOf(':', at - 1))
    yield [text.slice(0, at), text.slice(at + 1)];
  const dotted = /^(\d+)\.(\d+)$/.exec(text);
  if (dotted !== null) yield [dotted[1]!, dotted[2]!];
}

function unquoted(text: string): string {
  const quoted = /^(["'])(.*)\1(:.*)?$/.exec(text);
  return quoted === null ? text : `${quoted[2]}${quoted[3] ?? ''}`;
}

/** Those with exactly this name, or else those with this in their name. */
function matching<T>(all: readonly T[], text: string, namesOf: (one: T) => readonly string[]): readonly T[] {
  if (text === '') return [];
  const exact = all.filter((one) => namesOf(one).includes(text));
  if (exact.length > 0) return exact;
  const sought = text.toLowerCase();
  const same = all.filter((one) => namesOf(one).some((name) => name.toLowerCase() === sought));
  if (same.length > 0) return same;
  // A number is a number, not a part of a name.
  if (/^\d+$/.test(text)) return [];
  return all.filter((one) => namesOf(one).some((name) => name.toLowerCase().includes(sought)));
}

function portOf(client: ListedClient, portText: string | null, text: string, use: PortUse): FoundPort {
  if (portText === null) {
    const first = client.ports.find(use.isFit);
    if (first !== undefined) return found(client, first);
    throw new AlsatsError('not-found', `client ${clientLabel(client)} has no port ${use.purpose}`);
  }
  const named = matching(client.ports, portText, ({ id, name }) => [String(id), name.trim()]);
  if (named.length > 1)
    throw ambiguous(
      text,
      named.map((port) => portLabel(client, port)),
    );
  const port = named[0];
  if (port === undefined) {
    const known = client.ports.map((one) => portLabel(client, one)).join(', ');
    throw new AlsatsError('not-found', `client ${clientLabel(client)} has no port "${portText}"`, {
      hint: known === '' ? 'it has no ports' : `it has ${known}`,
    });
  }
  if (!use.isFit(port)) {
    throw new AlsatsError('not-found', `port ${portLabel(client, port)} is none ${use.purpose}`);
  }
  return found(client, port);
}

function found(client: ListedClient, port: ListedPort): FoundPort {
  return { client: client.id, port: port.id, clientName: client.name, portName: port.name };
}

function clientLabel({ id, name }: ListedClient): string {
  return `${id} "${name}"`;
}

function portLabel(client: ListedClient, port: ListedPort): string {
  return `${formatSeqAddress({ client: client.id, port: port.id })} "${port.name.trim()}"`;
}

function ambiguous(text: string, candidates: readonly string[]): AlsatsError {
  return new AlsatsError('not-found', `"${text}" may be ${candidates.join(' or ')}`, {
    hint: 'give its number, or more of its name',
  });
}

function unknown(text: string, clients: readonly ListedClient[], use: PortUse): AlsatsError {
  const fit = clients.filter(({ ports }) => ports.some(use.isFit));
  const names = fit.flatMap(({ name, ports }) => [name, ...ports.map((port) => port.name.trim())]);
  const similar = similarNames(text.replace(/:\w*$/, ''), names);
  const hint =
    similar.length > 0
      ? `did you mean ${similar.map((name) => `"${name}"`).join(' or ')}?`
      : fit.length === 0
        ? `there is no port ${use.purpose}; see "alsats seq list"`
        : `ports ${use.purpose} are at ${fit.map(clientLabel).join(', ')}; see "alsats seq list"`;
  return new AlsatsError('not-found', `there is no client or port "${text}" at the sequencer`, { hint });
}
