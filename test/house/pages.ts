import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every page in Markdown: those of the repository's root, docs/ and infra/. Paths with forward slashes. */
export function pages(): readonly string[] {
  const root = readdirSync('.').filter((name) => name.endsWith('.md'));
  return [...root, ...['docs', 'infra'].flatMap((folder) => filesIn(folder, /\.md$/))].sort();
}

/** Every file of src/ and test/ that is written by hand as code. */
export function sources(): readonly string[] {
  return ['src', 'test'].flatMap((folder) => filesIn(folder, /\.(ts|cjs|js|css)$/)).sort();
}

function filesIn(folder: string, name: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'));
}

/**
 * The anchors of a page's headings, as GitHub makes them: lower case, no punctuation, hyphens for spaces, -1 for a
 * second one.
 */
export function anchors(page: string): ReadonlySet<string> {
  const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const seen = new Map<string, number>();
  return new Set(
    [...text.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
      const plain = heading.replace(/\[(.*?)\]\(.*?\)/g, '$1').toLowerCase();
      const slug = plain.replace(/[^\p{L}\p{N}\- _]/gu, '').replaceAll(' ', '-');
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}
