/** What the mouse does, by where it points. */

import { describe, expect, it } from 'vitest';
import { cardOf, element, oddNames, side } from './fake-mixer.js';
import { ScreenModel } from './screen-model.js';

const press = (column: number, row: number, code = 0) => `\x1b[<${code};${column + 1};${row + 1}M`;
const release = (column: number, row: number) => `\x1b[<0;${column + 1};${row + 1}m`;
const drag = (column: number, row: number, code = 0) => press(column, row, code + 32);

/** Where the bars of the first column are: from its value upwards. */
function barsOf(model: ScreenModel, name: string) {
  const { column, row } = model.find(name);
  const rows = model.screen.split('\n');
  const top = 2;
  let bottom = row;
  while (!/[·█▁▂▃▄▅▆▇▒]/.test(rows[bottom]!.slice(column, column + name.length))) bottom--;
  return { column: column + Math.floor(name.length / 2) - 1, top, bottom };
}

describe('a click', () => {
  it('on a bar sets the level, from the top down to nothing', () => {
    const model = new ScreenModel();
    const { column, top, bottom } = barsOf(model, 'PCM');
    model.click(column, top);
    expect(model.percents('PCM')).toEqual([100, 100]);
    expect(model.state.focus).toBe('PCM,0/playback');
    model.click(column, bottom);
    expect(model.percents('PCM')).toEqual([0, 0]);
    for (let row = top; row <= bottom; row++) {
      model.click(column, row);
      // The bar reaches into the row that was clicked.
      if (row < bottom)
        expect(model.screen.split('\n')[row]!.slice(column - 1, column + 2)).toMatch(/[█▁▂▃▄▅▆▇]/);
      if (row > top)
        expect(model.screen.split('\n')[row - 1]!.slice(column - 1, column + 2)).not.toContain('█');
    }
  });

  it('on a mark switches, on a name takes the focus', () => {
    const model = new ScreenModel();
    const mute = model.find('MUTE R');
    model.click(mute.column, mute.row);
    expect(model.switches('Headphone')).toEqual([false, false]);
    model.click(mute.column, mute.row);
    expect(model.switches('Headphone')).toEqual([true, true]);
    const record = model.find('REC L');
    model.click(record.column, record.row);
    expect(model.switches('Mic', 'capture')).toEqual([false, false]);
    expect(model.state.focus).toBe('Mic,0/playback');
    const name = model.find('Speaker');
    const { effects } = model;
    const count = effects.length;
    model.click(name.column, name.row);
    expect([model.state.focus, effects.length]).toEqual(['Speaker,0/playback', count]);
  });

  it('on an item chooses it', () => {
    const model = new ScreenModel();
    const { column, row } = model.find('Disabled');
    expect(model.click(column, row).element('Auto-Mute Mode').choice!.chosen).toEqual([0]);
  });

  it('on a view shows it, on the card lists cards, on the last line does what stands there', () => {
    const model = new ScreenModel();
    const at = (text: string) => model.find(text);
    model.click(at('F5 All').column, 0);
    expect(model.state.view).toBe('all');
    model.click(at('F4 Capture').column + 3, 0);
    expect(model.state.view).toBe('capture');
    model.click(3, 0);
    expect(model.state.overlay?.type).toBe('cards');
    model.click(0, 12);
    expect(model.state.overlay).toBeNull();
    model.click(at('search').column, at('search').row);
    expect(model.state.overlay?.type).toBe('search');
    model.type('\x1b');
    model.click(at('Esc').column, at('Esc').row);
    expect(model.effects).toEqual([{ type: 'quit' }]);
  });

  it('on an arrow at the edge goes further', () => {
    const model = new ScreenModel(40, 12);
    const { column, row } = model.find('▶');
    model.click(column, row);
    expect(model.state.focus).toBe('Headphone,0/playback');
    model.type('G');
    model.click(0, model.find('◀').row);
    expect(model.state.focus).toBe('IEC958,0/playback');
  });

  it('beside everything does nothing', () => {
    const model = new ScreenModel(200, 60);
    model.click(0, 30).click(199, 58).click(100, 59).click(70, 1);
    expect([model.effects, model.state.overlay]).toEqual([[], null]);
  });

  it('where a message stands takes it away and nothing else', () => {
    const model = new ScreenModel().type('u');
    expect(model.screen).toContain('nothing to undo');
    model.click(1, 23);
    expect([model.state.message, model.state.overlay]).toEqual([null, null]);
  });
});

describe('holding a button', () => {
  it('drags the level, also past the ends and beside the column', () => {
    const model = new ScreenModel();
    const { column, top, bottom } = barsOf(model, 'PCM');
    model.type(press(column, bottom) + drag(column + 20, top + 3));
    expect(model.percents('PCM')[0]).toBeGreaterThan(70);
    model.type(drag(0, 0));
    expect(model.percents('PCM')).toEqual([100, 100]);
    model.type(drag(0, 23));
    expect(model.percents('PCM')).toEqual([0, 0]);
    model.type(release(0, 23) + drag(column, top));
    expect(model.percents('PCM')).toEqual([0, 0]);
    expect(model.type('u').percents('PCM')).toEqual([0, 0]);
    expect(model.percents('Master')).toEqual([66]);
  });

  it('on the right moves one channel alone', () => {
    const model = new ScreenModel(80, 24, oddNames().slice(-1));
    const bar = model.find('····█');
    const rows = model.screen.split('\n').findIndex((row) => row.includes('█'));
    const column = model.screen.split('\n')[rows]!.indexOf('█');
    expect(bar.row).toBeGreaterThan(0);
    model.type(press(column, 2, 2) + release(column, 2));
    expect(model.percents('7.1')).toEqual([10, 20, 30, 40, 50, 60, 70, 100]);
    model.type(press(column - 7, 2, 2) + drag(column - 7, 22, 2) + release(column, 2));
    expect(model.percents('7.1')).toEqual([0, 20, 30, 40, 50, 60, 70, 100]);
  });

  it('survives that the element goes away meanwhile', () => {
    const model = new ScreenModel();
    const { column, bottom, top } = barsOf(model, 'PCM');
    model.type(press(column, bottom));
    model.elements = model.elements.slice(0, 2);
    model.send({ type: 'elements', elements: model.elements });
    const count = model.effects.length;
    model.type(drag(column, top));
    expect(model.effects).toHaveLength(count);
  });
});

describe('the wheel', () => {
  it('moves the level it points at, and takes the focus there', () => {
    const model = new ScreenModel(80, 24, [
      element('One', { playback: side({ percent: [50, 20] }) }),
      element('Two', { playback: side({ percent: [50] }) }),
    ]);
    const { column, row } = model.find('Two');
    model.type(press(column, row, 64));
    expect([model.percents('Two'), model.state.focus]).toEqual([[52, 52], 'Two,0/playback']);
    model.type(press(column, 5, 65) + press(column, 5, 65));
    expect(model.percents('Two')).toEqual([48, 48]);
    model.type(press(0, 0, 64) + press(0, 23, 65));
    expect([model.percents('One'), model.percents('Two')]).toEqual([
      [50, 20],
      [48, 48],
    ]);
  });

  it('goes through lists and help', () => {
    const model = new ScreenModel(40, 12)
      .send({ type: 'cards', cards: [cardOf('hw:0'), cardOf('hw:1')] })
      .type('s');
    model.type(press(20, 6, 65));
    expect(model.state.overlay).toMatchObject({ selected: 1 });
    model.type(press(20, 6, 64) + press(20, 6, 64));
    expect(model.state.overlay).toMatchObject({ selected: 0 });
    model.type('\x1b').type(`?${press(20, 6, 65)}`);
    expect(model.state.overlay).toMatchObject({ type: 'help', scroll: 3 });
    expect(model.effects).toEqual([]);
  });
});

describe('boxes', () => {
  it('take clicks on their lines, and close beside them', () => {
    const model = new ScreenModel()
      .send({ type: 'cards', cards: [cardOf('hw:0'), cardOf('hw:1')] })
      .type('s');
    const { column, row } = model.find('Card1');
    model.click(column, row);
    expect(model.effects).toEqual([{ type: 'open', device: 'hw:1' }]);
    model.type('\x1b[H').type('G\r');
    const item = model.find('* Enabled');
    model.click(item.column, item.row - 1);
    expect(model.element('Auto-Mute Mode').choice!.chosen).toEqual([0]);
    model.type('?');
    model.click(40, 12);
    expect(model.state.overlay?.type).toBe('help');
    model.click(0, 12);
    expect(model.state.overlay).toBeNull();
  });
});
