// What belongs into the package, and how large it may become before somebody looks.

/** What npm packs as a program, a library, their documentation; nothing else has a place in it. */
const expected = [
  /^dist\/alsats(?:-[\w-]+)?\.cjs$/,
  /^dist\/help\.txt$/,
  /^dist\/cli\/[\w-]+\.cjs$/,
  /^dist\/lib\/(?!commands\/|terminal\/)[\w/.-]+\.(?:js|d\.ts)$/,
  /^docs\/[\w/.-]+\.md$/,
  /^examples\/(?!.*\.test\.)[\w-]+\.ts$/,
  /^man\/alsats[\w-]*\.1$/,
  /^(?:README|CHANGELOG|SECURITY|CONTRIBUTING)\.md$/,
  /^LICENSE$/,
  /^package\.json$/,
];

const needed = [
  'dist/alsats.cjs',
  'dist/cli/play.cjs',
  'dist/help.txt',
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'dist/lib/virtual-card/index.js',
  'dist/lib/alsa/native/raw.js',
  'man/alsats.1',
  'README.md',
  'LICENSE',
];

const mostPackedBytes = 2_500_000;

/** @param {{ files: { path: string }[], size: number, unpackedSize: number }} contents what `npm pack --json` tells */
export function checkContents({ files, size, unpackedSize }) {
  const paths = files.map(({ path }) => path);
  const foreign = paths.filter((path) => !expected.some((pattern) => pattern.test(path)));
  if (foreign.length > 0) throw new Error(`does not belong there: ${foreign.join(', ')}`);
  const missing = needed.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
  if (size > mostPackedBytes) throw new Error(`${size} bytes packed, more than ${mostPackedBytes}`);
  return `${paths.length} files, ${(size / 1e6).toFixed(2)} MB packed, ${(unpackedSize / 1e6).toFixed(1)} MB on disk`;
}
