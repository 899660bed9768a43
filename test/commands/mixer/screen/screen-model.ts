/** The model with a fake card behind it, without a terminal. */

import { draw } from '../../../../src/commands/mixer/screen/draw.js';
import type { ScreenElement } from '../../../../src/commands/mixer/screen/element.js';
import { initialState } from '../../../../src/commands/mixer/screen/initial-state.js';
import { reduce } from '../../../../src/commands/mixer/screen/reduce.js';
import type { Effect, ScreenEvent, ScreenState } from '../../../../src/commands/mixer/screen/state.js';
import { KeyParser } from '../../../../src/terminal/key-parser.js';
import { applyEffect, cardOf, laptop } from './fake-mixer.js';

export class ScreenModel {
  state: ScreenState;
  readonly effects: Effect[] = [];
  nowMs = 0;
  elements: ScreenElement[];

  constructor(columns = 80, rows = 24, elements = laptop()) {
    this.elements = elements;
    this.state = initialState({ card: cardOf('hw:0'), elements, columns, rows, view: 'playback' });
  }

  send(event: ScreenEvent): this {
    const { state, effects } = reduce(this.state, event);
    this.state = state;
    for (const effect of effects) {
      this.effects.push(effect);
      if (effect.type === 'open' || effect.type === 'redraw' || effect.type === 'quit') continue;
      this.elements = applyEffect(this.elements, effect);
      this.state = reduce(this.state, { type: 'elements', elements: this.elements }).state;
    }
    return this;
  }

  /** Types what a terminal would send; each key a while after the one before. */
  type(text: string): this {
    const parser = new KeyParser();
    for (const input of [...parser.feed(Buffer.from(text)), ...parser.flush()]) {
      this.nowMs += 10;
      if (typeof input === 'string') this.send({ type: 'key', key: input, atMs: this.nowMs });
      else this.send({ type: 'mouse', report: input, atMs: this.nowMs });
    }
    return this;
  }

  /** Clicks with the left button: presses and lets go. */
  click(column: number, row: number): this {
    return this.type(`\x1b[<0;${column + 1};${row + 1}M\x1b[<0;${column + 1};${row + 1}m`);
  }

  wait(ms: number): this {
    this.nowMs += ms;
    return this;
  }

  get screen(): string {
    return draw(this.state).toString();
  }

  /** The element of this name, as it is now. */
  element(name: string): ScreenElement {
    return this.elements.find((element) => element.name === name)!;
  }

  percents(name: string, direction: 'playback' | 'capture' = 'playback'): number[] {
    return this.element(name)[direction]!.channels.map(({ percent }) => Math.round(percent!));
  }

  switches(name: string, direction: 'playback' | 'capture' = 'playback'): (boolean | null)[] {
    return this.element(name)[direction]!.channels.map(({ on }) => on);
  }

  /** Where a text stands on the screen, the lowest where it does so twice. */
  find(text: string): { column: number; row: number } {
    const rows = this.screen.split('\n');
    const row = rows.findLastIndex((line) => line.includes(text));
    if (row < 0) throw new Error(`"${text}" is not on the screen:\n${this.screen}`);
    return { row, column: rows[row]!.indexOf(text) };
  }
}
