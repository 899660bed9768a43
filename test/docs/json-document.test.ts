/** The reader of docs/json.md finds what is wrong: otherwise all that is held against it would always be right. */

import { describe, expect, it } from 'vitest';
import { JsonDocument } from './json-document.js';

const text = `
### Line

| field | type | meaning |
|---|---|---|
| \`type\` | string | |
| \`time\` | time | |
| \`monotonic\` | number | |
| \`schema\` | string, or absent | |

### \`alsats.some/1\`

| field | type | meaning |
|---|---|---|
| \`cards\` | list of [Card](#card), or null | |
| \`word\` | "on" or "off" | |
| \`extra\` | integer, or absent | |

### \`alsats.more/1\`

#### \`add\`, \`remove\`

| field | type | meaning |
|---|---|---|
| \`state\` | [State](#state) | |

### State

"new" or list of (integer or null)

### Card

[Named](#named), and

| field | type | meaning |
|---|---|---|
| \`index\` | integer | |

### Named

| field | type | meaning |
|---|---|---|
| \`name\` | string | |
`;

const stamps = '"time":"2026-11-22T10:12:00.000Z","monotonic":1.5';

describe('a result', () => {
  const check = (fields: string) => () =>
    new JsonDocument(text).checkResult(`{"schema":"alsats.some/1",${fields}}`);

  it('passes where it is as described', () => {
    expect(check('"cards":[{"name":"a","index":1}],"word":"on"')).not.toThrow();
    expect(check('"cards":null,"word":"off","extra":3')).not.toThrow();
  });

  it.each([
    ['"cards":null', /word is undefined/],
    ['"cards":null,"word":"on","more":1', /has more, which alsats\.some\/1 has not/],
    ['"cards":null,"word":"up"', /word is "up"/],
    ['"cards":[],"word":"on","extra":1.5', /extra is 1\.5, not integer/],
    ['"cards":[{"index":1}],"word":"on"', /cards\[0\]\.name is undefined/],
    ['"cards":[{"name":"a","index":1,"id":2}],"word":"on"', /has id, which Card has not/],
  ])('fails for %s', (fields, problem) => {
    expect(check(fields)).toThrow(problem);
  });
});

describe('lines', () => {
  const check = (...lines: string[]) => new JsonDocument(text).checkLines(`${lines.join('\n')}\n`);
  const first = `{"type":"add",${stamps},"schema":"alsats.more/1","state":"new"}`;

  it('pass where they are as described', () => {
    expect(check(first, `{"type":"remove",${stamps},"state":[1,null]}`)).toHaveLength(2);
  });

  it.each([
    [`{"type":"remove",${stamps},"state":["new"]}`, /state/],
    [`{"type":"change",${stamps},"state":"new"}`, /has no "change"/],
    [`{${stamps},"type":"add","state":"new"}`, /does not start with/],
    [first, /first line alone has a schema/],
  ])('fail for %s', (line, problem) => {
    expect(() => check(first, line)).toThrow(problem);
  });
});

it('tells what has not been seen, also in shapes', () => {
  const doc = new JsonDocument(text);
  doc.checkResult('{"schema":"alsats.some/1","cards":null,"word":"on"}');
  expect(doc.unseen(['alsats.some/1'])).toEqual(['alsats.some/1: extra', 'Card: index', 'Named: name']);
});

it.each([
  ['| `a` | list of | |', /no type/],
  ['| `a` | [Gone](#gone) | |', /does not describe Gone/],
  ['| a | string | |', /cannot be read/],
])('a page with %s is refused', (row, problem) => {
  expect(() => new JsonDocument(`### Some\n\n${row}\n`)).toThrow(problem);
});
