// `alsats ctl` run in the test's own process, and what the tests of it share. (Not in index.ts: it is all of alsats.)
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { runProgram } from '../../../src/commands/program.js';
import { FakeOutside } from '../../commands/fake-outside.js';
import { runPeer } from './peer.js';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `alsats ctl` in this process: a start of Node costs seconds here. */
export async function ctl(args: readonly string[], stdin = ''): Promise<Ran> {
  const outside = new FakeOutside();
  Object.assign(outside, { stdin: Readable.from([Buffer.from(stdin)]) });
  const status = await runProgram(['ctl', ...args], '0', outside);
  return { status, stdout: outside.stdout.text, stderr: outside.stderr.text };
}

export async function ctlOk(args: readonly string[], stdin?: string): Promise<string> {
  const { status, stdout, stderr } = await ctl(args, stdin);
  assert.deepEqual([status, stderr], [0, ''], args.join(' '));
  return stdout;
}

export async function peerOk(program: string, ...args: string[]): Promise<string> {
  const { stdout, stderr, status } = await runPeer(program, args);
  assert.equal(status, 0, `${program} ${args.join(' ')}: ${stderr}`);
  return stdout.toString();
}

export const DUMMY = ['-c', 'Dummy'];
export const amixerValues = async (id: string, card = 'Dummy') =>
  /: values=(.*)/.exec(await peerOk('amixer', '-c', card, 'cget', id))?.[1];
