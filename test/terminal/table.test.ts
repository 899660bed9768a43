import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadStyle } from '../../src/terminal/style.js';
import { renderTable, type Table } from '../../src/terminal/table.js';
import { displayWidth } from '../../src/terminal/width.js';

const table: Table = {
  columns: [{ header: 'CARD', align: 'right' }, { header: 'NAME' }, { header: 'NOTE' }],
  rows: [
    [0, 'PCH', 'HDA Intel'],
    [10, '音声カード', null],
    [2, 'ลำโพงที่ดี', { text: 'e\u0301tat', tone: 'dim' }],
    [3, '👩‍👩‍👧\x1b[2J', 'ok'],
  ],
};

const aligned = [
  'CARD  NAME        NOTE',
  '   0  PCH         HDA Intel',
  '  10  音声カード  -',
  '   2  ลำโพงที่ดี     e\u0301tat',
  '   3  👩‍👩‍👧\\x1b[2J   ok',
];

/** Column at which the last field of each line begins. */
function startsOfLastField(lines: readonly string[]): number[] {
  return lines.map((line) => displayWidth(line.slice(0, line.search(/\S+( Intel)?$/))));
}

describe('renderTable', () => {
  it('aligns plain columns by display width and escapes what they hold', async () => {
    const lines = (await renderTable(table, { terminalColumns: null })).split('\n');
    expect(lines).toEqual(aligned);
    expect(new Set(startsOfLastField(lines)).size).toBe(1);
  });

  it('shows the same on a wide terminal', async () => {
    const plain = await renderTable(table, { terminalColumns: null });
    expect(await renderTable(table, { terminalColumns: 100 })).toBe(plain);
  });

  it('colours header and cells, and nothing between them', async () => {
    const style = await loadStyle(1);
    const text = await renderTable(table, { terminalColumns: 100, style });
    const plain = await renderTable(table, { terminalColumns: 100 });
    expect(text).toContain('\x1b[1mCARD\x1b[22m');
    expect(text).toContain('\x1b[2me\u0301tat\x1b[22m');
    expect(stripVTControlCharacters(text)).toBe(plain);
  });

  it('wraps on a narrow terminal without losing a character, and never elsewhere', async () => {
    const long = 'plughw:CARD=SomethingRatherLong,DEV=0 ลำโพง with many words in its description';
    const wide: Table = {
      columns: [{ header: 'A' }, { header: 'B' }],
      rows: [
        ['x', long],
        ['y', 'short'],
      ],
    };
    const style = await loadStyle(1);
    for (const terminalColumns of [12, 20, 33, 60]) {
      for (const tone of ['dim', 'error'] as const) {
        const toned: Table = {
          ...wide,
          rows: [
            ['x', { text: long, tone }],
            ['y', 'short'],
          ],
        };
        const text = await renderTable(toned, { terminalColumns, style });
        for (const line of text.split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(terminalColumns);
          // Each line closes the colours it opens.
          const opened = line.split('\x1b[1m').length + line.split('\x1b[2m').length - 2;
          expect(line.split('\x1b[22m').length - 1).toBe(opened);
        }
        const bare = stripVTControlCharacters(text).replace(/\s/g, '');
        expect(bare).toBe(`ABx${long}yshort`.replace(/\s/g, ''));
      }
    }
    expect(await renderTable(wide, { terminalColumns: null })).toContain(long);
  });

  it('shows the header alone where there are no rows', async () => {
    const empty: Table = { columns: [{ header: 'A' }, { header: 'B' }], rows: [] };
    expect(await renderTable(empty, { terminalColumns: null })).toBe('A  B');
    expect(await renderTable(empty, { terminalColumns: 80 })).toBe('A  B');
  });

  it('keeps rows of empty cells', async () => {
    const sparse: Table = {
      columns: [{ header: 'A' }, { header: 'B' }],
      rows: [
        ['', 'x'],
        ['', ''],
        ['y', ''],
      ],
    };
    expect((await renderTable(sparse, { terminalColumns: 80 })).split('\n')).toEqual([
      'A  B',
      '   x',
      '',
      'y',
    ]);
  });
});
