/** Elements as text. */

import { escapeText } from '../../terminal/escape.js';
import type { Style } from '../../terminal/style.js';
import { renderTable, type TableOptions } from '../../terminal/table.js';
import type { Element, ElementValues, TlvReport } from './element.js';

/** All of an element: a line with its id as amixer has it, and what it is below. */
export function elementText(element: Element, style: Style): string {
  const lines = [style.strong(escapeText(element.id))];
  const line = (label: string, text: string) => lines.push(`  ${label.padEnd(8)}${escapeText(text)}`);
  line(
    'type',
    `${element.type}, ${element.count} ${element.count === 1 ? 'value' : 'values'}${rangeText(element)}`,
  );
  const holder = element.lockedBy === null ? '' : ` (lock held by process ${element.lockedBy})`;
  line('access', (element.access.join(' ') || 'none') + holder);
  element.items.forEach((item, number) => {
    line('item', `#${number} '${item}'`);
  });
  if (element.dbRange !== null) line('levels', `${db(element.dbRange.min)} to ${db(element.dbRange.max)}`);
  if (element.tlv !== null) for (const text of tlvLines(element.tlv)) line('tlv', text);
  if (element.iec958 !== null) {
    for (const [name, value] of Object.entries(element.iec958))
      line('', `${name}: ${value ?? 'not indicated'}`);
  }
  line('value', valueText(element));
  return lines.join('\n');
}

function rangeText({ min, max, step }: Element): string {
  if (min === null || max === null) return '';
  return `, ${min} to ${max}${step === null || Number(step) === 0 ? '' : ` in steps of ${step}`}`;
}

/** `57,57 (-22.50 dB,-22.50 dB)`, `on`, `'Front Mic'`, `0aff` */
export function valueText({ values, db: levels, bytes }: ElementValues): string {
  if (bytes !== null) return bytes;
  if (values === null) return '-';
  const text = values.map(oneValueText).join(',');
  return levels === null ? text : `${text} (${levels.map(db).join(',')})`;
}

function oneValueText(value: boolean | number | bigint | string): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function db(level: number | null): string {
  return level === null ? 'mute' : `${level.toFixed(2)} dB`;
}

function tlvLines(tlv: TlvReport): string[] {
  switch (tlv.type) {
    case 'container':
      return tlv.items.flatMap(tlvLines);
    case 'dbScale':
      return [
        `scale from ${db(tlv.minDb)} in steps of ${db(tlv.stepDb)}${tlv.mute ? ', lowest is mute' : ''}`,
      ];
    case 'dbLinear':
      return [`linear from ${db(tlv.minDb)} to ${db(tlv.maxDb)}`];
    case 'dbMinMax':
      return [`from ${db(tlv.minDb)} to ${db(tlv.maxDb)}${tlv.mute ? ', lowest is mute' : ''}`];
    case 'dbRange':
      return tlv.ranges.flatMap(({ min, max, tlv }) =>
        tlvLines(tlv).map((line) => `values ${min} to ${max}: ${line}`),
      );
    case 'chmap':
      return [`channel map, ${tlv.kind}: ${tlv.positions.join(',')}`];
    case 'unknown':
      return [
        `type 0x${tlv.typeNumber.toString(16)}: ${tlv.words.map((word) => word.toString(16).padStart(8, '0')).join(' ')}`,
      ];
  }
}

/** Elements as a table. */
export function elementTable(elements: readonly Element[], options: TableOptions): Promise<string> {
  return renderTable(
    {
      columns: [
        { header: 'numid', align: 'right' },
        { header: 'interface' },
        { header: 'name' },
        { header: 'type' },
        { header: 'access' },
        { header: 'value' },
      ],
      rows: elements.map((element) => [
        element.numid,
        element.iface,
        { text: placeText(element), tone: 'strong' },
        typeText(element),
        element.access.join(' '),
        valueText(element),
      ]),
    },
    options,
  );
}

/** The name, with whatever tells it from others of that name. */
function placeText({ name, index, device, subdevice }: Element): string {
  const rest = Object.entries({ index, device, subdevice }).filter(([, value]) => value !== 0);
  return name + rest.map(([field, value]) => `,${field}=${value}`).join('');
}

function typeText(element: Element): string {
  const { type, count, items, min, max } = element;
  const range = min === null ? '' : ` ${min} to ${max}`;
  const choice = items.length === 0 ? '' : ` of ${items.length}`;
  return `${type}${range}${choice}${count === 1 ? '' : ` × ${count}`}`;
}
