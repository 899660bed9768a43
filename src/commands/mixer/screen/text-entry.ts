/** A line of text that is typed. */

import type { Key } from '../../../terminal/keys.js';
import { graphemesOf } from '../../../terminal/width.js';

const LONGEST_TEXT = 100;

/** The text after a key; null for a key that changes nothing, undefined where the last of it was taken away. */
export function editText(text: string, key: Key): string | null | undefined {
  switch (key) {
    case 'backspace':
      return text === '' ? undefined : graphemesOf(text).slice(0, -1).join('');
    case 'ctrl-u':
      return '';
    case 'ctrl-w':
      return text.replace(/\S*\s*$/, '');
    case 'space':
      return `${text} `;
    default:
      // Everything else with a name is a key that types nothing.
      return [...key].length === 1 && text.length < LONGEST_TEXT ? text + key : null;
  }
}
