/** The links of a page that lead within the project, and whether something is there. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Links of a page (a path from `root`) that lead nowhere: to no file, or to no heading. */
export function brokenLinks(root: string, page: string): string[] {
  const markdown = withoutCode(readFileSync(join(root, page), 'utf8'));
  const links = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', heading] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    if (target.startsWith('..') || !existsSync(join(root, target))) return true;
    return heading !== undefined && !anchors(readFileSync(join(root, target), 'utf8')).has(heading);
  });
}

/** The names that GitHub gives to headings. */
function anchors(markdown: string): Set<string> {
  const names = new Set<string>();
  for (const [, title = ''] of withoutFences(markdown).matchAll(/^#+ (.+)$/gm)) {
    const name = title
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let unique = name;
    for (let count = 1; names.has(unique); count++) unique = `${name}-${count}`;
    names.add(unique);
  }
  return names;
}

function withoutFences(markdown: string): string {
  return markdown.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replace(/`[^`\n]*`/g, '');
}
