// What an installation costs: the package itself, and with all that it brings along.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { table } from './report.mjs';

const root = join(import.meta.dirname, '..');
const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(2);

/** @param {string} folder */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { files: files.length, bytes };
}

export function packageSize() {
  const folder = mkdtempSync(join(tmpdir(), 'alsats-bench-'));
  try {
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const [{ files, size, unpackedSize, filename }] = JSON.parse(
      execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }),
    );
    const install = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--prefer-offline'];
    execFileSync('npm', [...install, join(folder, filename)], { cwd: folder, stdio: 'ignore' });
    const installed = sizeOf(join(folder, 'node_modules'));
    const koffi = ['koffi', '@koromix'].map((name) => sizeOf(join(folder, 'node_modules', name)));
    const rows = [
      ['the package, packed', '1', megabytes(size)],
      ['the package', String(files.length), megabytes(unpackedSize)],
      [
        'koffi and its binary',
        String(koffi.reduce((sum, part) => sum + part.files, 0)),
        megabytes(koffi.reduce((sum, part) => sum + part.bytes, 0)),
      ],
      ['all of node_modules', String(installed.files), megabytes(installed.bytes)],
    ];
    try {
      const told = execFileSync('dpkg-query', ['-s', 'alsa-utils'], { encoding: 'utf8' });
      const kilobytes = /^Installed-Size: (\d+)$/m.exec(told)?.[1];
      rows.push(['alsa-utils (Debian’s package)', '–', megabytes(Number(kilobytes) * 1024)]);
    } catch {
      // Not Debian, or not installed.
    }
    table('What it takes on the disk', ['what', 'files', 'MB'], rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
