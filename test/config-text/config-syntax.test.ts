import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ConfigTextValue, parseConfigText } from '../../src/config-text/config-syntax.js';
import { ConfigSyntaxError } from '../../src/config-text/syntax-error.js';

/** A definition without its places. */
function plain(value: ConfigTextValue): unknown {
  if (value.kind === 'word') return value.quoted ? `'${value.text}'` : value.text;
  if (value.kind === 'list') return value.items.map(plain);
  return value.definitions.map(({ mode, path, value }) => [
    `${mode ?? ''}${path.map(({ text }) => text).join('.')}`,
    plain(value),
  ]);
}

function read(text: string): unknown {
  const { definitions } = parseConfigText(text);
  return plain({ kind: 'group', offset: 0, definitions });
}

describe('the grammar of configurations', () => {
  it('reads names, values, groups, lists, signs and comments', () => {
    const text = `# a comment
pcm.!default "hw:0"; ctl.x = { type hw, card 0 }
a . b . 'c d' 1.5
list [ 1 two "three" { four 4 } [ 5 ] ]
?defaults.pcm.rate 48000
`;
    expect(read(text)).toEqual([
      ['!pcm.default', "'hw:0'"],
      [
        'ctl.x',
        [
          ['type', 'hw'],
          ['card', '0'],
        ],
      ],
      ['a.b.c d', '1.5'],
      ['list', ['1', 'two', "'three'", [['four', '4']], ['5']]],
      ['defaults.pcm.rate', '48000'],
    ]);
  });

  it('knows where everything stands', () => {
    const text = '\npcm.x {\n\tslave.pcm hw\n}\n<confdir:y>';
    const { definitions, includes } = parseConfigText(text);
    expect(definitions[0]!.path.map(({ offset }) => text.slice(offset, offset + 1))).toEqual(['p', 'x']);
    const group = definitions[0]!.value as Extract<ConfigTextValue, { kind: 'group' }>;
    expect(text.slice(group.definitions[0]!.path[1]!.offset)).toMatch(/^pcm hw/);
    expect(includes).toEqual([{ file: 'confdir:y', offset: text.indexOf('<') }]);
  });

  it.each([
    ['a {\n b 1\n', 1, 3, 'this "{" is never closed'],
    ['a {\n b [ 1 }', 2, 8, '"}" does not close the "[" of line 2, column 4'],
    ['a 1\n}', 2, 1, 'this bracket closes nothing'],
    ['a 1 ]', 1, 5, '"]" is out of place'],
    ['a "b\nc', 1, 3, 'the text that starts with this quote does not end'],
    ['\n  name', 2, 3, '"name" has no value'],
    ['a { b }', 1, 5, '"b" has no value'],
    ['= 1', 1, 1, '"=" is out of place'],
    ['l [1, 2]', 1, 5, '"," is out of place'],
    ['a <file>', 1, 3, 'a file can be included between definitions only'],
    ['a b\0c', 1, 4, 'there is a NUL character'],
    [`${'a { '.repeat(70)}`, 1, 258, 'groups are nested too deep'],
    [`${'a.'.repeat(70)}a 1`, 1, 130, 'groups are nested too deep'],
  ])('tells what is wrong with %j', (text, line, column, reason) => {
    let error: unknown;
    try {
      parseConfigText(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConfigSyntaxError);
    expect(error).toMatchObject({ line, column, reason, kind: 'malformed', file: null });
    expect((error as Error).message).toBe(`line ${line}, column ${column}: ${reason}`);
  });

  it('reads the stock configuration', () => {
    const { definitions } = parseConfigText(readFileSync('/usr/share/alsa/alsa.conf', 'utf8'));
    expect(definitions.length).toBeGreaterThan(50);
  });
});
