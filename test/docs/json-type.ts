/** Types as the tables of docs/json.md write them: `string or null`, `list of (integer or null), or absent`. */

/** A type; `any-of` is fulfilled by one of its parts. */
export type Type =
  | { readonly kind: 'plain'; readonly name: string; readonly test: (value: unknown) => boolean }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'any-of'; readonly of: readonly Type[] }
  | { readonly kind: 'shape'; readonly name: string };

const plainTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  absent: (value) => value === undefined,
  anything: () => true,
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
};

/** Reads a type; a word that is none of the plain ones is the name of a shape. @throws Error where it is none */
export function parseType(text: string): Type {
  const tokens = text.match(/"[^"]*"|[A-Za-z]\w*|[(),]|\S/g) ?? [];
  const type = parseAlternatives(tokens, text);
  if (tokens.length > 0) throw new Error(`"${text}" is no type: what is "${tokens[0]}"?`);
  return type;
}

function parseAlternatives(tokens: string[], text: string): Type {
  const alternatives = [parseOne(tokens, text)];
  for (;;) {
    if (tokens[0] === ',' && tokens[1] === 'or') tokens.shift();
    if (tokens[0] !== 'or') break;
    tokens.shift();
    alternatives.push(parseOne(tokens, text));
  }
  return alternatives.length === 1 ? alternatives[0]! : { kind: 'any-of', of: alternatives };
}

function parseOne(tokens: string[], text: string): Type {
  const token = tokens.shift();
  if (token === '(') {
    const type = parseAlternatives(tokens, text);
    if (tokens.shift() !== ')') throw new Error(`"${text}" lacks a closing parenthesis`);
    return type;
  }
  if (token === 'list' && tokens[0] === 'of') {
    tokens.shift();
    return { kind: 'list', of: parseOne(tokens, text) };
  }
  if (token?.startsWith('"')) {
    const word = token.slice(1, -1);
    return { kind: 'plain', name: token, test: (value) => value === word };
  }
  if (token === undefined || !/^[A-Za-z]\w*$/.test(token)) throw new Error(`"${text}" is no type`);
  const test = Object.hasOwn(plainTypes, token) ? plainTypes[token] : undefined;
  return test === undefined ? { kind: 'shape', name: token } : { kind: 'plain', name: token, test };
}
