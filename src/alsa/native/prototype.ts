/**
 * The compact prototypes of generated/: one line per function, `name codes [since]`, the first code for the result.
 *
 * One string per area instead of an object, because a command uses a handful of the functions: a string literal costs
 * nothing to load, and finding one line in it costs a microsecond, next to the thirteen of binding the function.
 */
import { type KoffiTypeSpec, koffi } from './koffi.js';
import { abi } from './layout.js';
import { libraryTimeBytes } from './library.js';

export interface Prototype {
  readonly name: string;
  /** Result and argument codes, see `typeNames`. */
  readonly codes: string;
  /** The first version of alsa-lib that has it; undefined for what is older than 1.0.4. */
  readonly since: string | undefined;
}

/** Code → koffi type. `T` and `Y`, structs by value, are made on first use. */
const typeNames: Record<string, string> = {
  v: 'void',
  c: 'int8_t',
  C: 'uint8_t',
  s: 'int16_t',
  S: 'uint16_t',
  i: 'int',
  u: 'uint',
  l: 'long',
  L: 'ulong',
  q: 'int64_t',
  Q: 'uint64_t',
  f: 'float',
  d: 'double',
  p: 'void *',
  z: 'str',
  '.': '...',
};

/** The line of one function in an area's table, or undefined where the area has none of that name. */
export function findPrototype(prototypes: string, name: string): Prototype | undefined {
  const key = `\n${name} `;
  const start = prototypes.indexOf(key);
  if (start < 0) return undefined;
  const rest = start + key.length;
  const line = prototypes.slice(rest, prototypes.indexOf('\n', rest));
  const space = line.indexOf(' ');
  if (space < 0) return { name, codes: line, since: undefined };
  return { name, codes: line.slice(0, space), since: line.slice(space + 1) };
}

/** All lines of an area's table. */
export function listPrototypes(prototypes: string): Prototype[] {
  return prototypes
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', codes = '', since] = line.split(' ');
      return { name, codes, since };
    });
}

/** The koffi types of a prototype: the result's and the arguments'. */
export function koffiTypes(codes: string): { result: KoffiTypeSpec; parameters: KoffiTypeSpec[] } {
  // A plain loop, since this runs cold at every start: iterators would double its time.
  const parameters: KoffiTypeSpec[] = [];
  for (let place = 1; place < codes.length; place++) parameters.push(typeOf(codes.charAt(place)));
  return { result: typeOf(codes.charAt(0)), parameters };
}

function typeOf(code: string): KoffiTypeSpec {
  const name = typeNames[code];
  if (name !== undefined) return name;
  if (code === 'T') return timespecType();
  // A union of 16 bytes; every ABI passes it as it passes four words.
  if (code === 'Y') return koffi().struct({ id32: koffi().array('uint32_t', 4) });
  throw new TypeError(`no such type code: ${code}`);
}

/** libasound returns a timespec with the `time_t` it was built with; a wide one on a narrow system is padded. */
function timespecType(): KoffiTypeSpec {
  if (libraryTimeBytes() === abi.wordBytes) return koffi().struct({ tv_sec: 'long', tv_nsec: 'long' });
  return koffi().struct({ tv_sec: 'int64_t', tv_nsec: 'long', padding: 'int32_t' });
}
