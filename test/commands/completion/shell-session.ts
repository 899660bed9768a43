/** A real shell at a pseudo-terminal of script(1), at which lines are typed and completed by Tab. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFolder, RunningAlsats } from '../alsats-process.js';

export interface Completed {
  /** What was offered, as the shell would insert it. */
  readonly offered: readonly string[];
  /** The line as it stands then. */
  readonly line: string;
}

export type ShellName = 'bash' | 'zsh';

/** Whether it can be run here; why not, is printed. */
export function canRun(shell: string, ...others: string[]): boolean {
  const missing = [shell, ...others].filter((name) => spawnSync(name, ['--version']).error !== undefined);
  if (missing.length > 0)
    console.warn(`completion in ${shell} was not tested: ${missing.join(', ')} is missing`);
  return missing.length === 0;
}

/** Both write what is offered, and at Ctrl-X the line, to the file that SEEN names. */
const setups: Readonly<Record<ShellName, (script: string) => string>> = {
  bash: (script) => `PS1= PS2=
set -u
bind 'set enable-bracketed-paste off'
bind 'set completion-query-items 0'
bind 'set page-completions off'
source ${script}
seen() { _alsats "$@"; if ((@{#COMPREPLY[@]})); then printf '%s\\0' "@{COMPREPLY[@]}" >>"$SEEN"; fi; }
complete -F seen alsats
tell() { printf '=%s\\0' "$READLINE_LINE" >>"$SEEN"; READLINE_LINE= READLINE_POINT=0; }
bind -x '"\\C-xt": tell'
`,
  zsh: (script) => `PS1= RPS1= PS2=
unset zle_bracketed_paste
autoload -Uz compinit
compinit -D -u
source ${script}
bindkey -e
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
LISTMAX=10000
compadd() {
  if [[ " @{@[1,(i)(-|--)]} " == *\\ -[a-zA-Z]#(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  if (( $#hits )); then printf '%s\\0' "$IPREFIX"@{^hits} >>$SEEN; fi
  builtin compadd "$@"
}
tell() { printf '=%s\\0' "$BUFFER" >>$SEEN; BUFFER=; }
zle -N tell
bindkey '^Xt' tell
`,
};

const starts: Readonly<Record<ShellName, string>> = {
  bash: 'bash --norc --noprofile -i',
  zsh: 'zsh -f -i',
};

export class ShellSession extends RunningAlsats {
  readonly #seen: string;
  readonly #folder: string;

  private constructor(shell: ShellName, folder: string, env: Readonly<Record<string, string>>) {
    const seen = join(folder, 'seen');
    writeFileSync(seen, '');
    super('script', ['-qec', starts[shell], '/dev/null'], {
      cwd: folder,
      stdin: 'open',
      timeoutMs: 120_000,
      env: {
        ...env,
        PATH: `${programFolder()}:${process.env.PATH}`,
        HOME: folder,
        HISTFILE: '/dev/null',
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        SEEN: seen,
      },
    });
    this.#seen = seen;
    this.#folder = folder;
  }

  /** @param script what `alsats completion` prints for that shell */
  static async start(
    shell: ShellName,
    script: string,
    env: Readonly<Record<string, string>>,
  ): Promise<ShellSession> {
    const folder = mkdtempSync(join(tmpdir(), `alsats-${shell}-`));
    const file = join(folder, 'script');
    writeFileSync(file, script);
    writeFileSync(join(folder, 'setup'), setups[shell](file).replaceAll('@{', '${'));
    const session = new ShellSession(shell, folder, env);
    session.type(`. ${join(folder, 'setup')}; echo rea''dy\n`);
    await session.until(({ stdout }) => stdout.includes('ready\r\n'));
    return session;
  }

  get folder(): string {
    return this.#folder;
  }

  type(keys: string): void {
    this.child.stdin!.write(keys);
  }

  /** Types the beginning of a line, and Tab. */
  async complete(beginning: string): Promise<Completed> {
    writeFileSync(this.#seen, '');
    this.type(`${beginning}\t\x18t`);
    const told = () => readFileSync(this.#seen, 'utf8').split('\0').slice(0, -1);
    await this.until(() => existsSync(this.#seen) && told().at(-1)?.startsWith('=') === true);
    const parts = told();
    return { offered: parts.slice(0, -1), line: parts.at(-1)!.slice(1) };
  }

  async end(): Promise<void> {
    this.type('\x15exit\n');
    this.child.stdin!.end();
    await this.result;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The words that the program would get from a line. */
export function wordsOf(shell: ShellName, line: string): string[] {
  const run = spawnSync(shell, ['-c', `alsats() { printf '%s\\0' "$@"; }; ${line}`], { encoding: 'utf8' });
  return run.stdout.split('\0').slice(0, -1);
}
