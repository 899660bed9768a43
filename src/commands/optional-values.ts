/** Options of `play` and `record` whose value may be left out, which commander alone would read wrongly. */

/**
 * Options whose value may be left out, with a test of what is a value and what stands for none. Commander would take
 * any word that follows: `play -V a.wav` has to play a.wav.
 */
const optionalValues: readonly { names: readonly string[]; isValue: RegExp; absent: string }[] = [
  { names: ['-V', '--meter'], isValue: /^(mono|stereo|m|s)$/i, absent: '--meter=stereo' },
  { names: ['--wait-for-device'], isValue: /^[\d.:]+(s|ms|us|m|h)?$/, absent: '--wait-for-device=0' },
];

/** Letters of options without a value, which may stand before -V in one word. */
const FLAGS_BEFORE_METER = /^-[NMIqvi]+V$/;

/** The commands that have them; to others the same letters mean other things. */
const commands: readonly string[] = ['play', 'record'];

/** Writes out the values that were left out. */
export function completeOptionalValues(argv: readonly string[]): string[] {
  if (!commands.includes(argv[0] ?? '')) return [...argv];
  const end = argv.indexOf('--');
  const operands = end < 0 ? [] : argv.slice(end);
  const words = end < 0 ? argv : argv.slice(0, end);
  const complete = words.flatMap((word, index) => {
    if (FLAGS_BEFORE_METER.test(word)) return [word.slice(0, -1), completed('-V', words[index + 1])];
    return [completed(word, words[index + 1])];
  });
  return [...complete, ...operands];
}

function completed(word: string, following = ''): string {
  const option = optionalValues.find(({ names }) => names.includes(word));
  return option === undefined || option.isValue.test(following) ? word : option.absent;
}
