/** Runs `alsats completion SHELL`. */

import { similarNames } from '../../alsa/similar-names.js';
import { AlsatsError } from '../../error.js';
import { Output } from '../../terminal/output.js';
import { EXIT_DONE } from '../exit-code.js';
import { createProgram } from '../full-program.js';
import { bearLostReader, type Outside } from '../outside.js';
import { bashScript } from './bash-script.js';
import { fishScript } from './fish-script.js';
import { type GrammarCommand, readGrammar } from './grammar.js';
import { zshScript } from './zsh-script.js';

const shells: Readonly<Record<string, (grammar: GrammarCommand) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** @returns the exit code @throws AlsatsError of kind `invalid` for a shell it does not know */
export async function printScript(operands: readonly string[], outside: Outside): Promise<number> {
  bearLostReader(outside.stderr);
  const [shell, ...others] = operands;
  const known = Object.keys(shells);
  if (shell === undefined) {
    throw new AlsatsError('invalid', 'for which shell?', {
      hint: `write one of ${known.join(', ')} behind it`,
    });
  }
  if (others.length > 0) throw new AlsatsError('invalid', 'give one shell alone');
  if (!Object.hasOwn(shells, shell)) {
    const [near] = similarNames(shell, known);
    throw new AlsatsError('invalid', `there is no completion for "${shell}"`, {
      hint: near === undefined ? `there is for ${known.join(', ')}` : `did you mean "${near}"?`,
    });
  }
  // The environment of whoever makes the script has no part in it.
  const program = await createProgram('', { ...outside, env: {} }, () => {});
  const text = shells[shell]!(readGrammar(program));
  await new Output(outside.stdout).writeLine(text.trimEnd());
  return EXIT_DONE;
}
