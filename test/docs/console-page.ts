/**
 * Command lines and what they print, as the pages of documentation show them: read, run, and held against what is
 * printed now. A block of them begins with ```console and where it can be run:
 *
 * - `check`: anywhere, with the null device and the virtual card
 * - `check no-card`: on a machine without a sound card
 * - `rig`: with the cards of the kernel rig
 *
 * In a block, `$ ` begins a command and `> ` goes on with it; all other lines are output. In output, `…` stands for
 * whatever is there: alone for lines, within a line for a part of it. The blocks of a page are run one after the other
 * in a folder of their own, as one user would; what differs each time (times, numbers of processes) is not compared.
 */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a block can be run; null where it is only shown. */
export type BlockPlace = 'anywhere' | 'no-card' | 'rig';

export interface ConsoleCommand {
  readonly text: string;
  readonly output: readonly string[];
}

export interface ConsoleBlock {
  readonly place: BlockPlace | null;
  /** Line of the page, from 1. */
  readonly line: number;
  readonly commands: readonly ConsoleCommand[];
}

const places: Readonly<Record<string, BlockPlace | null>> = {
  '': null,
  check: 'anywhere',
  'check no-card': 'no-card',
  rig: 'rig',
};

/** The console blocks of a page. */
export function consoleBlocks(markdown: string): ConsoleBlock[] {
  const blocks: ConsoleBlock[] = [];
  const fence = /^( *)```console *(.*)\n([\s\S]*?)^ *```$/gm;
  for (const match of markdown.matchAll(fence)) {
    const [, indent = '', mark = '', body = ''] = match;
    const place = places[mark.trim()];
    const line = markdown.slice(0, match.index).split('\n').length;
    if (place === undefined) throw new Error(`line ${line}: a console block cannot be "${mark}"`);
    const lines = body.split('\n').slice(0, -1);
    blocks.push({ place, line, commands: commandsOf(lines.map((text) => text.slice(indent.length))) });
  }
  return blocks;
}

function commandsOf(lines: readonly string[]): ConsoleCommand[] {
  const commands: { text: string; output: string[] }[] = [];
  for (const line of lines) {
    const last = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ text: line.slice(2), output: [] });
    else if (line.startsWith('> ') && last?.output.length === 0) last.text += `\n${line.slice(2)}`;
    else if (last === undefined)
      throw new Error(`a console block begins with "${line}", which is no command`);
    else last.output.push(line);
  }
  return commands;
}

export interface SessionOptions {
  /** What `alsats` is. */
  readonly program: string;
  /** The folder with the sounds that pages use. */
  readonly fixtures: string;
  /** How many times longer than it says a `sleep` lasts, on a machine that is slow. */
  readonly patience?: number;
}

/** The status of timeout(1). */
const TIMED_OUT = 124;

/** A user's shell in a folder with a few sounds. */
export class DocumentedSession {
  readonly #folder = mkdtempSync(join(tmpdir(), 'alsats-docs-'));
  readonly #env: NodeJS.ProcessEnv;
  readonly #patience: number;

  constructor({ program, fixtures, patience = 1 }: SessionOptions) {
    this.#patience = patience;
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(ALSA|NO_COLOR|FORCE_COLOR|NODE_)/.test(name),
    );
    this.#env = {
      ...Object.fromEntries(own),
      PATH: `${join(this.#folder, '.bin')}:${process.env.PATH}`,
      HOME: this.#folder,
      XDG_CONFIG_HOME: join(this.#folder, '.config'),
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      TERM: 'dumb',
    };
    mkdirSync(join(this.#folder, '.bin'));
    symlinkSync(program, join(this.#folder, '.bin', 'alsats'));
    symlinkSync(process.execPath, join(this.#folder, '.bin', 'node'));
    copyFileSync(join(fixtures, 'chime.wav'), join(this.#folder, 'chime.wav'));
    copyFileSync(join(fixtures, 'song.mid'), join(this.#folder, 'song.mid'));
    writeFileSync(join(this.#folder, 'take2.flac'), 'fLaC\0\0\0\x22');
  }

  /** What each command of a block prints, on both streams. */
  run({ commands }: ConsoleBlock): string[][] {
    const script = join(this.#folder, '.block');
    // The status of the last command is that of the function that ends its output, so that "echo $?" tells it.
    const lines = [
      'exec 2>&1',
      "__next() { local status=$?; printf '\\n\\001\\n'; return $status; }",
      // Its operands are added up.
      `sleep() { command sleep ${Array(this.#patience).fill('"$1"').join(' ')}; }`,
    ];
    for (const { text } of commands) lines.push(text, '__next');
    writeFileSync(script, `${lines.join('\n')}\nkill $(jobs -p) 2>/dev/null; wait\n`);
    // timeout(1) ends what runs in the background, too, which would hold the pipe.
    const limit = ['--kill-after=5', String(60 * this.#patience)];
    const { stdout, error, status } = spawnSync('timeout', [...limit, 'bash', script], {
      cwd: this.#folder,
      env: this.#env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (error) throw error;
    if (status === TIMED_OUT)
      throw new Error(`"${commands[0]?.text}" and what follows come to no end:\n${stdout}`);
    const outputs = stdout.replaceAll(this.#folder, '/home/ada').split('\n\x01\n');
    return commands.map((_, index) => linesOfOutput(outputs[index] ?? ''));
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function linesOfOutput(text: string): string[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  return lines.length === 1 && lines[0] === '' ? [] : lines;
}

/** What differs from run to run, and how columns are filled up, which differs with it. */
function comparable(line: string): string {
  return line
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, 'TIME')
    .replace(/\b\d\d:\d\d:\d\d\.\d+\b/g, 'TIME')
    .replace(/\b\d+\.\d{6}\b/g, 'SECONDS')
    .replace(/"monotonic":[\d.]+/g, '"monotonic":0')
    .replace(/\b(process|pid"?:) ?\d+/g, '$1 0')
    .replace(/ +/g, ' ')
    .trimEnd();
}

/** Whether output is as a page shows it. */
export function isAsShown(shown: readonly string[], actual: readonly string[]): boolean {
  const pattern = shown.map((line) =>
    line === '…' ? '(?:.*\n)*?' : `${line.split('…').map(comparable).map(escapeRegExp).join('.*?')}\n`,
  );
  return new RegExp(`^${pattern.join('')}$`).test(actual.map((line) => `${comparable(line)}\n`).join(''));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A block as text, with this output. */
export function blockText({ commands }: ConsoleBlock, outputs: readonly (readonly string[])[]): string {
  return commands
    .flatMap(({ text }, index) => [`$ ${text.replaceAll('\n', '\n> ')}`, ...(outputs[index] ?? [])])
    .join('\n');
}
