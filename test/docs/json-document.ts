/**
 * Reads the tables of docs/json.md, and holds real output against them.
 *
 * A heading of the third level is a schema (`alsats.play/1`), or a shape that types name. Below it stands a table of
 * fields, or a type alone (for a shape that is no object), or a line of shapes whose fields it has as well. Headings of
 * the fourth level are what it can be, by its field `type`: events of a schema, kinds of a shape.
 */

import { readFileSync } from 'node:fs';
import { parseType, type Type } from './json-type.js';

interface Section {
  readonly name: string;
  readonly fields: Map<string, Type>;
  /** Shapes whose fields it has as well. */
  readonly includes: string[];
  /** What it can be, by `type`. */
  readonly kinds: Map<string, Section>;
  /** A type that stands for the section, which is no object then. */
  alias: Type | null;
}

const SCHEMA = /^alsats\.[a-z0-9-]+\/\d+$/;
const FIELD_ROW = /^\| `(\w+)` \| (.+?) \| .*\|$/;
const WORD = /`([^`]+)`/g;
const LINK = /\[(\w+)\]\(#[a-z0-9-]+\)/g;
const INCLUDES = /^(\[\w+\]\(#\w+\), )+and( nothing else\.)?$/;
const ALIAS = /^("[^"]+"|list of .+|\w+)( or .+)$/;

/** What is printed, as far as it is of interest here. */
type Json = Readonly<Record<string, unknown>>;

/** The document, and which of its fields have been seen. */
export class JsonDocument {
  readonly #sections = new Map<string, Section>();
  readonly #seen = new Set<string>();

  constructor(markdown: string) {
    let section: Section | null = null;
    let tables: Section[] = [];
    for (const line of markdown.split('\n')) {
      const [, level, title = ''] = /^(#+) (.+)$/.exec(line) ?? [];
      if (level === '###') {
        section = emptySection(title.replaceAll('`', ''));
        if (this.#sections.has(section.name)) throw new Error(`${section.name} is there twice`);
        this.#sections.set(section.name, section);
        tables = [section];
      } else if (level === '####' && section !== null) {
        const { name, kinds } = section;
        tables = [...title.matchAll(WORD)].map(([, kind = '']) => {
          const below = emptySection(`${name} ${kind}`);
          kinds.set(kind, below);
          return below;
        });
      } else if (level !== undefined) {
        section = null;
        tables = [];
      } else {
        for (const table of tables) readLine(line, table);
      }
    }
    for (const section of this.#all()) for (const name of shapesIn(section)) this.#named(name);
  }

  static read(path: string | URL): JsonDocument {
    return new JsonDocument(readFileSync(path, 'utf8'));
  }

  /** The names of all schemas. */
  schemas(): string[] {
    return [...this.#sections.keys()].filter((name) => SCHEMA.test(name));
  }

  /** Checks one object, a result, against the schema it says it is of. @throws Error that says what is wrong */
  checkResult(text: string): Json {
    const result = JSON.parse(text) as Json;
    const { schema, ...rest } = result;
    if (Object.keys(result)[0] !== 'schema') throw new Error('the first key is not "schema"');
    this.#checkObject(rest, this.#schema(schema), String(schema));
    return result;
  }

  /** Checks lines of NDJSON against the schema that the first names. */
  checkLines(text: string): Json[] {
    const events = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Json);
    if (events.length > 0) this.checkEvents(events);
    return events;
  }

  /** The same of lines that are parsed already. */
  checkEvents(events: readonly Json[]): void {
    const schema = this.#schema(events[0]?.schema);
    for (const [place, event] of events.entries()) {
      const where = `line ${place + 1} of ${schema.name}`;
      const [first, second, third] = Object.keys(event);
      if (`${first} ${second} ${third}` !== 'type time monotonic')
        throw new Error(`${where} does not start with type, time, monotonic`);
      if ('schema' in event !== (place === 0)) throw new Error(`${where}: the first line alone has a schema`);
      this.#checkObject(event, schema, where, this.#named('Line'));
    }
  }

  /** Checks the lines a program wrote to stderr, which are errors and warnings. */
  checkMessages(text: string): Json[] {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const message = JSON.parse(line) as Json;
        this.#checkObject(message, this.#named(String(message.type)), 'stderr');
        return message;
      });
  }

  /** Whether there is something to hold this first line against. */
  knows(event: Json | undefined): boolean {
    return typeof event?.schema === 'string' && this.#sections.has(event.schema);
  }

  /** Fields of the schemas named, and of the shapes they are made of, that no check has seen yet. */
  unseen(schemas: readonly string[]): string[] {
    const reached = new Set<Section>();
    const reach = (section: Section): void => {
      if (reached.has(section)) return;
      reached.add(section);
      for (const kind of section.kinds.values()) reach(kind);
      for (const name of shapesIn(section)) reach(this.#named(name));
    };
    for (const name of schemas) reach(this.#named(name));
    return [...reached]
      .flatMap(({ name, fields }) => [...fields.keys()].map((field) => `${name}: ${field}`))
      .filter((place) => !this.#seen.has(place));
  }

  *#all(): Generator<Section, void> {
    for (const section of this.#sections.values()) {
      yield section;
      yield* section.kinds.values();
    }
  }

  #named(name: string): Section {
    const section = this.#sections.get(name);
    if (section === undefined) throw new Error(`docs/json.md does not describe ${name}`);
    return section;
  }

  #schema(name: unknown): Section {
    if (typeof name !== 'string' || !SCHEMA.test(name)) throw new Error(`${String(name)} is no schema`);
    return this.#named(name);
  }

  #fieldsOf(section: Section): [owner: Section, field: string, type: Type][] {
    const own = [...section.fields].map(([field, type]): [Section, string, Type] => [section, field, type]);
    return [...section.includes.flatMap((name) => this.#fieldsOf(this.#named(name))), ...own];
  }

  #checkObject(value: unknown, section: Section, where: string, base: Section | null = null): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error(`${where} is ${JSON.stringify(value)}, not a ${section.name}`);
    const json = value as Json;
    const fields = [...(base === null ? [] : this.#fieldsOf(base)), ...this.#fieldsOf(section)];
    const known = new Set(fields.map(([, field]) => field));
    if (section.kinds.size > 0) {
      const kind = section.kinds.get(String(json.type));
      if (kind === undefined) throw new Error(`${where}: ${section.name} has no "${String(json.type)}"`);
      known.add('type');
      for (const [owner, field, type] of this.#fieldsOf(kind)) {
        known.add(field);
        fields.push([owner, field, type]);
      }
    }
    const extra = Object.keys(json).filter((key) => !known.has(key));
    if (extra.length > 0) throw new Error(`${where} has ${extra.join(', ')}, which ${section.name} has not`);
    for (const [owner, field, type] of fields) {
      const there = Object.hasOwn(json, field);
      const problem = this.#problem(there ? json[field] : undefined, type, `${where}.${field}`);
      if (problem !== null) throw new Error(problem);
      if (there) this.#seen.add(`${owner.name}: ${field}`);
    }
  }

  /** What is wrong with a value; null for nothing. */
  #problem(value: unknown, type: Type, where: string): string | null {
    switch (type.kind) {
      case 'plain':
        return type.test(value) ? null : `${where} is ${JSON.stringify(value)}, not ${type.name}`;
      case 'list': {
        if (!Array.isArray(value)) return `${where} is ${JSON.stringify(value)}, not a list`;
        for (const [place, item] of value.entries()) {
          const problem = this.#problem(item, type.of, `${where}[${place}]`);
          if (problem !== null) return problem;
        }
        return null;
      }
      case 'any-of': {
        const problems = type.of.map((one) => this.#problem(value, one, where));
        return problems.includes(null) ? null : problems.join('; ');
      }
      case 'shape': {
        const section = this.#named(type.name);
        if (section.alias !== null) return this.#problem(value, section.alias, where);
        try {
          this.#checkObject(value, section, where);
          return null;
        } catch (error) {
          return (error as Error).message;
        }
      }
    }
  }
}

function emptySection(name: string): Section {
  return { name, fields: new Map(), includes: [], kinds: new Map(), alias: null };
}

function readLine(line: string, section: Section): void {
  const [, field, type] = FIELD_ROW.exec(line) ?? [];
  if (field !== undefined && type !== undefined) {
    section.fields.set(field, parseType(type.replace(LINK, '$1')));
  } else if (INCLUDES.test(line)) {
    section.includes.push(...[...line.matchAll(LINK)].map(([, name = '']) => name));
  } else if (section.fields.size === 0 && ALIAS.test(line)) {
    section.alias = parseType(line.replace(LINK, '$1'));
  } else if (line.startsWith('|') && !/^\|( field \| type |-)/.test(line)) {
    throw new Error(`this row of docs/json.md cannot be read: ${line}`);
  }
}

function shapesIn({ fields, includes, alias }: Section): string[] {
  const types = [...fields.values(), ...(alias === null ? [] : [alias])];
  return [...includes, ...types.flatMap(shapesOf)];
}

function shapesOf(type: Type): string[] {
  switch (type.kind) {
    case 'shape':
      return [type.name];
    case 'list':
      return shapesOf(type.of);
    case 'any-of':
      return type.of.flatMap(shapesOf);
    case 'plain':
      return [];
  }
}
