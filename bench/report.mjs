// What a run of the bench has measured: shown as it comes, and kept in RESULTS.md, section by section.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const path = join(import.meta.dirname, 'RESULTS.md');

/** In the order of the file; what a run does not name stays as it was. @type {Readonly<Record<string, string>>} */
export const sections = {
  startup: 'Start-up',
  throughput: 'Playing',
  record: 'Recording',
  clock: 'Real time',
  mixer: 'Mixer',
  seq: 'Showing events of the sequencer',
  package: 'The package',
  rig: 'Playing on a kernel driver',
  'record-rig': 'Recording from a kernel driver',
  'control-rig': 'Controls',
  'mixer-rig': 'Mixer on a kernel driver',
  'seq-rig': 'Sequencer',
  'midi-rig': 'Raw MIDI',
  'midi-play-rig': 'Standard MIDI Files',
};

/** Lines of Markdown of the section that is being measured. @type {string[]} */
let lines = [];

/** @param {string} program @param {string[]} args */
function firstLine(program, args) {
  try {
    const output = execFileSync(program, args, {
      encoding: 'utf8',
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.trim().split('\n')[0];
  } catch {
    return null;
  }
}

/** What the figures depend on. */
function circumstances() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const commit = firstLine('git', ['rev-parse', '--short', 'HEAD']);
  const isChanged = firstLine('git', ['status', '--porcelain', '--untracked-files=no', 'src', 'bin']);
  const [cpu] = cpus();
  const peers = firstLine('aplay', ['--version'])?.match(/[\d.]+/)?.[0];
  return {
    alsats: `${version}${commit ? ` (${commit}${isChanged ? ', changed' : ''})` : ''}`,
    machine: `${cpus().length} × ${cpu?.model.trim() ?? process.arch}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    // Node 20 reads those certificates at each start, which takes it longer than all else.
    node: `${process.version}${process.env.NODE_EXTRA_CA_CERTS ? ' (NODE_EXTRA_CA_CERTS is set)' : ''}`,
    libasound: libraryVersion(),
    utils: peers ?? 'not installed',
    kernel: `Linux ${release()}`,
  };
}

function libraryVersion() {
  const found = firstLine(process.execPath, [
    '--input-type=module',
    '-e',
    `import { libraryVersion } from '${join(root, 'dist/lib/alsa/native/raw.js')}'; console.log(libraryVersion())`,
  ]);
  return found ?? 'none';
}

/** A line of text, shown and kept. @param {string} text */
export function tell(text) {
  console.log(text);
  lines.push(text, '');
}

/**
 * A table, shown in columns and kept as one of Markdown. The first column is text, the others figures.
 *
 * @param {string} title
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(title, head, rows) {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const aligned = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  console.log(`\n${title}`);
  for (const row of [head, ...rows]) console.log(aligned(row));
  const cells = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_name, column) => (column === 0 ? '---' : '--:'));
  lines.push(`**${title}**`, '', cells(head), cells(rule), ...rows.map(cells), '');
}

/** What another program measured and printed: its lines as they are. @param {string} text */
export function quote(text) {
  lines.push('```text', text.trim().replaceAll('```', "'''"), '```', '');
}

/** What a measure prints by console.log, kept as it is. @param {() => unknown} measure */
export async function quotePrinted(measure) {
  const { log } = console;
  let printed = '';
  console.log = (...words) => {
    printed += `${words.join(' ')}\n`;
    log(...words);
  };
  try {
    await measure();
  } finally {
    console.log = log;
  }
  quote(printed);
}

/** A section's text as it is in the file. @param {string} text @returns {Map<string, string>} */
function readSections(text) {
  const parts = text.split(/^<!-- section: ([\w-]+) -->\n/m);
  /** @type {Map<string, string>} */
  const found = new Map();
  for (let at = 1; at < parts.length; at += 2) found.set(String(parts[at]), String(parts[at + 1]).trim());
  return found;
}

/**
 * Measures one section and puts it in the place of the one of that name in RESULTS.md.
 *
 * @param {string} name
 * @param {() => unknown} measure shows what it finds by {@link table}, {@link tell} and {@link quote}
 */
export async function section(name, measure) {
  const title = sections[name];
  if (title === undefined)
    throw new Error(`no section is called ${name}; there are ${Object.keys(sections).join(', ')}`);
  lines = [];
  await measure();
  if (lines.length === 0) return;
  const { alsats, machine, node, libasound, utils, kernel } = circumstances();
  const date = new Date().toISOString().slice(0, 10);
  const where = `${date}: alsats ${alsats}, Node ${node}, libasound ${libasound}, alsa-utils ${utils}, ${kernel}, ${machine}`;
  const all = existsSync(path) ? readSections(readFileSync(path, 'utf8')) : new Map();
  all.set(name, [`## ${title}`, '', `*${where}*`, '', ...lines].join('\n').trim());
  const body = Object.keys(sections)
    .filter((known) => all.has(known))
    .map((known) => `<!-- section: ${known} -->\n${all.get(known)}\n`);
  const head = `# Measured

alsats beside the programs of alsa-utils and a bare Node, written by \`npm run bench\`: each section by its last run, with what it ran on. Times are medians; a ratio is to the first row of its table, taken round by round, so that what disturbs the machine disturbs both. What is measured "in the rig" runs on kernel drivers in an emulated machine, where everything is some ten times slower: there, compare, and leave the absolute figures.
`;
  writeFileSync(`${path}.new`, [head, ...body].join('\n'));
  renameSync(`${path}.new`, path);
}
