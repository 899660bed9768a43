// A terminal of any size with a program in it, by tmux: keys and mouse go in, what is to be seen comes out.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { until } from './until.js';

let count = 0;

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Runs a shell command; what it leaves on the screen stays until the terminal is disposed of. */
export class TmuxTerminal implements Disposable {
  readonly #socket = `alsats-${process.pid}-${count++}`;

  constructor(command: string, { columns, rows }: TerminalSize) {
    const script = `${command}; echo "end $?"; exec sleep 1000`;
    this.#tmux(
      '-f',
      '/dev/null',
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      'sh',
      '-c',
      script,
    );
    this.#tmux('set-option', '-g', 'status', 'off');
    this.#tmux('set-option', '-g', 'window-size', 'manual');
    this.#tmux('set-option', '-g', 'escape-time', '0');
    this.resize({ columns, rows });
  }

  /** Sends bytes as a terminal would. */
  type(text: string): void {
    const bytes = [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
    this.#tmux('send-keys', '-H', ...bytes);
  }

  /** Presses and releases the left button; the upper left cell is 0, 0. */
  click(column: number, row: number): void {
    this.type(`\x1b[<0;${column + 1};${row + 1}M\x1b[<0;${column + 1};${row + 1}m`);
  }

  resize({ columns, rows }: TerminalSize): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The rows on the screen, without the blanks at their ends. */
  get screen(): string[] {
    return this.#tmux('capture-pane', '-p')
      .split('\n')
      .slice(0, -1)
      .map((row) => row.trimEnd());
  }

  /** Waits for a text, and gives the screen it is on. */
  async see(text: string | RegExp): Promise<string[]> {
    const holds = (row: string) => (typeof text === 'string' ? row.includes(text) : text.test(row));
    let screen: string[] = [];
    try {
      return await until(`${text} on the terminal`, () => {
        screen = this.screen;
        return screen.some(holds) && screen;
      });
    } catch (error) {
      throw new Error(`${text} is not on the terminal:\n${screen.join('\n')}`, { cause: error });
    }
  }

  /** Where a text stands; the lowest place. */
  find(text: string): { column: number; row: number } {
    const { screen } = this;
    const row = screen.findLastIndex((line) => line.includes(text));
    if (row < 0) throw new Error(`"${text}" is not on the terminal:\n${screen.join('\n')}`);
    return { row, column: screen[row]!.indexOf(text) };
  }

  /** What programs may have left switched: all as it is for a shell. */
  get isClean(): boolean {
    const flags = '#{alternate_on} #{cursor_flag} #{wrap_flag} #{mouse_any_flag} #{mouse_sgr_flag}';
    return this.#tmux('display-message', '-p', flags).trim() === '0 1 1 0 0';
  }

  /** The terminal's mode, as stty has it. */
  get mode(): string {
    const tty = this.#tmux('display-message', '-p', '#{pane_tty}').trim();
    return execFileSync('stty', ['-F', tty, '-g'], { encoding: 'utf8' }).trim();
  }

  /** The process that the shell of the terminal waits for. */
  get foregroundProcess(): number {
    const shell = this.#tmux('display-message', '-p', '#{pane_pid}').trim();
    const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && parentOf(name) === shell);
    if (found === undefined) throw new Error('nothing runs on the terminal');
    return Number(found);
  }

  [Symbol.dispose](): void {
    this.#tmux('kill-server');
  }

  #tmux(...args: string[]): string {
    return execFileSync('tmux', ['-u', '-L', this.#socket, ...args], { encoding: 'utf8' });
  }
}

function parentOf(processId: string): string | undefined {
  try {
    // Behind the program's name, which may hold anything: state, parent.
    return readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1];
  } catch {
    return undefined;
  }
}
