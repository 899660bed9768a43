/**
 * What may be sent to an output stream: colours, cursor movement, characters beyond ASCII.
 *
 * An explicit `--color` decides over the environment, FORCE_COLOR over NO_COLOR, and both over what the stream is.
 */

/** The value of `--color`. */
export type ColorChoice = 'auto' | 'always' | 'never';

/** None, 16 colours, 256 colours, 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** The part of a stream that tells what it is. */
export interface StreamKind {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal; undefined where the stream is none. */
  readonly columns?: number | undefined;
}

/** The variables that matter here; `process.env` is one. */
export type Environment = Readonly<
  Partial<
    Record<
      'COLORTERM' | 'FORCE_COLOR' | 'LANG' | 'LC_ALL' | 'LC_CTYPE' | 'NO_COLOR' | 'TERM',
      string | undefined
    >
  >
>;

export interface Capabilities {
  readonly colorLevel: ColorLevel;
  /** Whether a line may be rewritten in place (progress, meters). Needs a terminal, however much colour is forced. */
  readonly cursor: boolean;
  /** Whether the locale is UTF-8, so that bars and symbols beyond ASCII arrive as such. */
  readonly unicode: boolean;
}

/** What `stream` can take, and what the user wants it to get. */
export function capabilitiesOf(
  stream: StreamKind,
  env: Environment,
  color: ColorChoice = 'auto',
): Capabilities {
  const isTerminal = stream.isTTY === true;
  const wanted = wantedLevel(env, color);
  const quiet = wanted === 0 || (wanted === null && env.NO_COLOR !== undefined && env.NO_COLOR !== '');
  const dumb = env.TERM === 'dumb';
  const colorLevel = quiet ? 0 : (wanted ?? (isTerminal && !dumb ? levelOfTerminal(env) : 0));
  return {
    colorLevel,
    cursor: isTerminal && !dumb && !quiet,
    unicode: isUtf8Locale(env),
  };
}

/** What `--color` or FORCE_COLOR ask for; null where neither has a say. */
function wantedLevel(env: Environment, color: ColorChoice): ColorLevel | null {
  if (color === 'never') return 0;
  const forced = forcedLevel(env.FORCE_COLOR, env);
  if (color === 'always') return forced === null || forced === 0 ? levelOfTerminal(env) : forced;
  return forced;
}

/** FORCE_COLOR as Node and chalk read it: `0` and `false` forbid, `1` to `3` are levels, anything else is a yes. */
function forcedLevel(value: string | undefined, env: Environment): ColorLevel | null {
  switch (value) {
    case undefined:
      return null;
    case '0':
    case 'false':
      return 0;
    case '1':
      return 1;
    case '2':
      return 2;
    case '3':
      return 3;
    default:
      return levelOfTerminal(env);
  }
}

function levelOfTerminal(env: Environment): ColorLevel {
  const { COLORTERM: colorTerm, TERM: term = '' } = env;
  if (colorTerm === 'truecolor' || colorTerm === '24bit') return 3;
  return /-256(color)?$/i.test(term) ? 2 : 1;
}

/** Whether the locale's character set is UTF-8; the first of LC_ALL, LC_CTYPE and LANG that is not empty decides. */
export function isUtf8Locale(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  // No pattern: setting one up takes longer than all else that is found out here.
  const lower = locale.toLowerCase();
  return lower.includes('utf-8') || lower.includes('utf8');
}
