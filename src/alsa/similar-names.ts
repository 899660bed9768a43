/** Which of the names that exist somebody may have meant by one that does not: for "did you mean". */

const MOST_SUGGESTIONS = 3;

/** The names nearest to `wanted`, best first, at most three; none where nothing comes near. Case does not count. */
export function similarNames(wanted: string, known: Iterable<string>): string[] {
  const sought = wanted.toLowerCase();
  // A third of the letters may be wrong: fewer, and it is another word.
  const mostEdits = Math.max(1, Math.floor(sought.length / 3));
  const found: { readonly name: string; readonly edits: number }[] = [];
  for (const name of new Set(known)) {
    const edits = sought === '' ? Number.POSITIVE_INFINITY : editsToNearestPart(sought, name.toLowerCase());
    if (edits <= mostEdits) found.push({ name, edits });
  }
  return found
    .sort((a, b) => a.edits - b.edits || a.name.length - b.name.length)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ name }) => name);
}

/**
 * The fewest edits (a letter added, left out, replaced, or two neighbours swapped) that turn `sought` into `name`, or
 * into some of its words that stand together: names of cards, controls and ports are long, and people type a part.
 */
function editsToNearestPart(sought: string, name: string): number {
  let twoBefore: number[] = [];
  // Edits from the empty text to the first letters of a part of `name`: any word may be the first.
  let before = [0];
  for (let length = 1; length <= name.length; length++) {
    before.push(name[length - 1] === ' ' ? 0 : before[length - 1]! + 1);
  }
  for (let i = 1; i <= sought.length; i++) {
    const row = [i];
    for (let j = 1; j <= name.length; j++) {
      const same = sought[i - 1] === name[j - 1];
      let edits = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && sought[i - 1] === name[j - 2] && sought[i - 2] === name[j - 1]) {
        edits = Math.min(edits, twoBefore[j - 2]! + 1);
      }
      row.push(edits);
    }
    twoBefore = before;
    before = row;
  }
  const endsWord = (length: number) =>
    length > 0 && name[length - 1] !== ' ' && (length === name.length || name[length] === ' ');
  return before.reduce(
    (fewest, edits, length) => (endsWord(length) ? Math.min(fewest, edits) : fewest),
    Number.POSITIVE_INFINITY,
  );
}
