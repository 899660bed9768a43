/**
 * The grammar of alsa-lib's configuration files, with the place of everything in the text: what `snd_config_load` reads,
 * as a list of definitions that are not yet applied to each other.
 *
 * It is pure, and serves three purposes: state files are made of it (src/asound-state), which no libasound is needed for;
 * `alsats config check` tells places, which alsa-lib forgets; and a text is held against it before it is handed to
 * alsa-lib, which may crash over one that breaks the grammar (a mistake inside of what a `?` skips), or is nested deeply.
 * What a text means is alsa-lib's business: src/alsa/config.
 */

import { ConfigScanner, type ConfigWord } from './config-scanner.js';

/** How a definition goes together with one that is there: merged or made, merged only, made only, replaced. */
export type ConfigMode = '+' | '-' | '?' | '!';

export interface ConfigDefinition {
  /** Null where there is no sign. The last sign of a dotted name decides. */
  readonly mode: ConfigMode | null;
  /** The parts of a dotted name; at least one. */
  readonly path: readonly ConfigWord[];
  readonly value: ConfigTextValue;
}

/** A word, a group `{…}`, or a list `[…]`. */
export type ConfigTextValue =
  | (ConfigWord & { readonly kind: 'word' })
  | { readonly kind: 'group'; readonly offset: number; readonly definitions: readonly ConfigDefinition[] }
  | { readonly kind: 'list'; readonly offset: number; readonly items: readonly ConfigTextValue[] };

export interface ConfigInclude {
  /** As it is written in the text: `/absolute`, `confdir:relative`, `searchdir:…` or a name. */
  readonly file: string;
  readonly offset: number;
}

export interface ConfigText {
  readonly definitions: readonly ConfigDefinition[];
  readonly includes: readonly ConfigInclude[];
}

/** Groups in groups, dotted names among them; alsa-lib itself has no bound but its stack. */
export const MAX_CONFIG_DEPTH = 64;

/**
 * @throws ConfigSyntaxError with line and column; also for a file that is included in the middle of a definition, which
 * alsa-lib takes
 */
export function parseConfigText(text: string): ConfigText {
  return new SyntaxReader(text).read();
}

class SyntaxReader {
  readonly #scanner: ConfigScanner;
  readonly #includes: ConfigInclude[] = [];

  constructor(text: string) {
    this.#scanner = new ConfigScanner(text);
  }

  read(): ConfigText {
    const definitions = this.#definitions(0);
    if (this.#scanner.peek() !== null) throw this.#scanner.error('this bracket closes nothing');
    return { definitions, includes: this.#includes };
  }

  /** All up to a closing brace, or the end. */
  #definitions(depth: number): ConfigDefinition[] {
    const definitions: ConfigDefinition[] = [];
    for (;;) {
      const { offset } = this.#scanner;
      const file = this.#scanner.include();
      if (file !== null) this.#includes.push({ file, offset });
      else if (this.#scanner.peek() === null || this.#scanner.peek() === '}') return definitions;
      else definitions.push(this.#definition(depth));
    }
  }

  #definition(depth: number): ConfigDefinition {
    const scanner = this.#scanner;
    const path: ConfigWord[] = [];
    let mode: ConfigMode | null;
    do {
      mode = this.#mode();
      path.push(scanner.word(true));
      if (depth + path.length > MAX_CONFIG_DEPTH) throw scanner.error('groups are nested too deep');
    } while (scanner.take('.'));
    scanner.take('=');
    const value = this.#value(depth + path.length, path.at(-1)!);
    if (!scanner.take(';')) scanner.take(',');
    return { mode, path, value };
  }

  #mode(): ConfigMode | null {
    for (const sign of ['+', '-', '?', '!'] as const) if (this.#scanner.take(sign)) return sign;
    return null;
  }

  #value(depth: number, name: ConfigWord | null): ConfigTextValue {
    const scanner = this.#scanner;
    if (depth > MAX_CONFIG_DEPTH) throw scanner.error('groups are nested too deep');
    const { offset } = scanner;
    if (scanner.take('{')) {
      const definitions = this.#definitions(depth);
      if (!scanner.take('}')) throw this.#unclosed('{', offset);
      return { kind: 'group', offset, definitions };
    }
    if (scanner.take('[')) {
      const items: ConfigTextValue[] = [];
      while (!scanner.take(']')) {
        if (scanner.peek() === null || scanner.peek() === '}') throw this.#unclosed('[', offset);
        items.push(this.#value(depth + 1, null));
      }
      return { kind: 'list', offset, items };
    }
    if (name !== null && (scanner.peek() === null || scanner.peek() === '}')) {
      throw scanner.error(`"${name.text}" has no value`, name.offset);
    }
    return { kind: 'word', ...scanner.word(false) };
  }

  /** The bracket that was opened is where to look, unless another one stands in its way. */
  #unclosed(bracket: string, offset: number) {
    const scanner = this.#scanner;
    const next = scanner.peek();
    if (next === null) return scanner.error(`this "${bracket}" is never closed`, offset);
    const { line, column } = scanner.placeOf(offset);
    return scanner.error(`"${next}" does not close the "${bracket}" of line ${line}, column ${column}`);
  }
}
