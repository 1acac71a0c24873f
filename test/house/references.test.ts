import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { anchors, pages, sources } from './pages.ts';

/** A path of this repository, with the heading it names: `docs/facts/defender.md#device-groups`. */
const PATH = /(?<![\w./-])((?:src|test|docs|cards|infra|appPackage|types)\/[\w./-]*[\w/-])(#[\w-]+)?/g;
/** A file named without its folder. */
const BARE = /(?<![\w./*-])([a-z][\w-]*(?:\.test)?\.(?:ts|cjs|js|css))\b/g;
/** What stands in a comment: blocks that begin a line, and all behind two slashes. */
const COMMENT = /^\s*\/\*[\s\S]*?\*\/|(?:^|\s)\/\/.*$/gm;
const LINK = /\]\((?!\w+:)([^)#\s]*)(#[^)\s]+)?\)/g;
/** Papers that no clone has. */
const ELSEWHERE = /(?<!docs\/)\bfacts\/\w+\.md|\bdesign\.md\b|\bshared\/(?:house|facts|design)\b/;

/** Why a reference leads nowhere; null where it leads to a file, and to its heading if it names one. */
function fault(file: string, anchor = ''): string | null {
  if (!existsSync(file)) return `${file} does not exist`;
  if (anchor === '') return null;
  if (!file.endsWith('.md')) return `${file} has no headings`;
  return anchors(file).has(anchor.slice(1)) ? null : `${file} has no heading ${anchor}`;
}

function faultsOf(where: string, references: Iterable<readonly [file: string, anchor: string | undefined]>): string[] {
  return [...references].flatMap(([file, anchor]) => {
    const why = fault(file, anchor);
    return why === null ? [] : [`${where}: ${why}`];
  });
}

function pathsIn(text: string): (readonly [string, string | undefined])[] {
  return [...text.matchAll(PATH)].map(([, path = '', anchor]) => [path, anchor] as const);
}

describe('references', () => {
  it('in comments lead to a file and a heading that exist', () => {
    const faults = sources().flatMap((file) => {
      const comments = readFileSync(file, 'utf8').match(COMMENT) ?? [];
      return faultsOf(file, comments.flatMap(pathsIn));
    });
    assert.deepEqual(faults, []);
  });

  it('in comments name only files that exist', () => {
    const names = new Set(sources().map((file) => basename(file)));
    const faults = sources().flatMap((file) => {
      const comments = readFileSync(file, 'utf8').match(COMMENT) ?? [];
      const named = comments.flatMap((comment) => [...comment.matchAll(BARE)].map(([, name = '']) => name));
      return named.filter((name) => !names.has(name)).map((name) => `${file}: ${name}`);
    });
    assert.deepEqual(faults, []);
  });

  it('of links lead to a file and a heading that exist', () => {
    const faults = pages().flatMap((page) => {
      const links = [...readFileSync(page, 'utf8').matchAll(LINK)];
      const targets = links.map(([, path = '', anchor]) => [path ? join(dirname(page), path) : page, anchor] as const);
      return faultsOf(page, targets);
    });
    assert.deepEqual(faults, []);
  });

  it('between backticks lead to a file and a heading that exist', () => {
    const faults = pages().flatMap((page) => {
      const quoted = [...readFileSync(page, 'utf8').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
      const paths = quoted.filter((text) => !/[*<>{}$ ]/.test(text)).flatMap(pathsIn);
      return faultsOf(page, paths);
    });
    assert.deepEqual(faults, []);
  });

  it('of quoted code show what stands in the file', () => {
    const quotes = pages().flatMap((page) => {
      const blocks = readFileSync(page, 'utf8').matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```/gm);
      return [...blocks].map(([, file = '', code = '']) => ({ page, file, code }));
    });
    assert(quotes.length > 0);
    const stale = quotes.filter(({ file, code }) => fault(file) !== null || !readFileSync(file, 'utf8').includes(code));
    assert.deepEqual(
      stale.map(({ page, file }) => `${page} quotes ${file}`),
      [],
    );
  });

  it('name no paper that a clone does not have', () => {
    const texts = [...sources(), ...pages().filter((page) => !page.startsWith('docs/'))];
    assert.deepEqual(
      texts.filter((file) => ELSEWHERE.test(readFileSync(file, 'utf8'))),
      [],
    );
  });

  it('are found where they lead nowhere', () => {
    assert.equal(fault('docs/no-such-page.md'), 'docs/no-such-page.md does not exist');
    assert.equal(fault('docs/operate.md', '#no-such-heading'), 'docs/operate.md has no heading #no-such-heading');
    assert.deepEqual(pathsIn('as docs/facts/defender.md#device-groups says; and src/main.ts.'), [
      ['docs/facts/defender.md', '#device-groups'],
      ['src/main.ts', undefined],
    ]);
  });
});
