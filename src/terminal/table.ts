/**
 * Aligned tables without borders: for a terminal laid out by cli-table3, which wraps what does not fit; for pipes and
 * files in plain columns, which are never cut or wrapped.
 */

import { escapeText } from './escape.js';
import { plainStyle, type Style, type Tone } from './style.js';
import { StandIns } from './table-stand-ins.js';
import { displayWidth, padToWidth, splitAtWidth } from './width.js';

/** Text of a cell, escaped when printed; null is shown as `-`. */
export type TableCell = string | number | null | { readonly text: string; readonly tone: Tone };

export interface TableColumn {
  readonly header: string;
  /** Numbers stand better at the right. */
  readonly align?: 'left' | 'right';
}

export interface Table {
  readonly columns: readonly TableColumn[];
  /** Each as long as `columns`. */
  readonly rows: readonly (readonly TableCell[])[];
}

export interface TableOptions {
  /** Width of the terminal; null where the output is none, and the table as wide as it needs. */
  readonly terminalColumns: number | null;
  readonly style?: Style;
}

const columnGap = '  ';
/** A column is not made narrower than this: words of a few letters a line are harder to read than a wrapped line. */
const narrowestColumn = 8;

// biome-ignore format: one line a side shows that none is missing
const noBorders = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '',
  right: '', 'right-mid': '', middle: columnGap,
};

interface PaintedText {
  readonly text: string;
  readonly tone: Tone | null;
}

function paintedText(cell: TableCell): PaintedText {
  if (cell === null) return { text: '-', tone: null };
  if (typeof cell === 'object') return { text: escapeText(cell.text), tone: cell.tone };
  return { text: escapeText(String(cell)), tone: null };
}

/** The table as lines, without a line feed at the end; only the header if there are no rows. */
export async function renderTable(table: Table, options: TableOptions): Promise<string> {
  const header = table.columns.map(
    ({ header }): PaintedText => ({ text: escapeText(header), tone: 'strong' }),
  );
  const lines = [header, ...table.rows.map((row) => row.map(paintedText))];
  const widths = table.columns.map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, displayWidth(line[column]?.text ?? '')), 0),
  );
  const { terminalColumns, style = plainStyle } = options;
  const text =
    terminalColumns === null
      ? plainColumns(table, lines, widths)
      : await terminalTable(table, lines, fitWidths(widths, terminalColumns), style);
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function plainColumns(table: Table, lines: readonly PaintedText[][], widths: readonly number[]): string {
  return lines
    .map((line) =>
      line
        .map(({ text }, column) => padToWidth(text, widths[column] as number, table.columns[column]?.align))
        .join(columnGap),
    )
    .join('\n');
}

async function terminalTable(
  table: Table,
  lines: readonly PaintedText[][],
  widths: readonly number[],
  style: Style,
): Promise<string> {
  const { default: CliTable } = await import('cli-table3');
  const standIns = new StandIns();
  const rendered = new CliTable({
    chars: noBorders,
    // Empty lists keep cli-table3 from colouring by its own lights.
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...widths],
    colAligns: table.columns.map(({ align = 'left' }) => align),
    wordWrap: true,
  });
  for (const line of lines) {
    rendered.push(
      line.map(({ text, tone }, column) =>
        breakable(text, widths[column] as number, standIns, tone === null ? null : style[tone]),
      ),
    );
  }
  return standIns.restore(rendered.toString());
}

/**
 * Text that cli-table3 can wrap without loss: it would cut words longer than the column, so those are broken here. Each
 * piece is coloured for itself, since a colour running over a line's end would run on into the next column.
 */
function breakable(
  text: string,
  columns: number,
  standIns: StandIns,
  paint: ((text: string) => string) | null,
): string {
  return text
    .split(' ')
    .map((word) => {
      const pieces = splitAtWidth(word, columns).map((piece) => standIns.replace(piece));
      return (paint === null ? pieces : pieces.map((piece) => paint(piece))).join('\n');
    })
    .join(' ');
}

/** Takes columns from the widest until the line fits, or all are as narrow as they may be. */
function fitWidths(widths: readonly number[], terminalColumns: number): number[] {
  const fitted = [...widths];
  let excess =
    fitted.reduce((sum, width) => sum + width + columnGap.length, -columnGap.length) - terminalColumns;
  while (excess > 0) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if ((fitted[widest] as number) <= narrowestColumn) break;
    fitted[widest] = (fitted[widest] as number) - 1;
    excess--;
  }
  return fitted;
}
