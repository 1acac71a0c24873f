import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importGraph } from './import-graph.ts';
import { mayBeShort } from './short-files.ts';
import {
  fullFolders,
  LIMITS,
  longFiles,
  longFunctions,
  type SourceFile,
  sharedNames,
  shortFiles,
  wideComments,
} from './size-rules.ts';

/** Data, one file a case: nobody looks for anything there by its place. */
const HEAPS = ['test/cards/snapshots'];

function foldersBelow(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.flatMap(({ name }) => foldersBelow(join(folder, name)))];
}

function filesBelow(folder: string, ending: RegExp): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function assertNone(faults: readonly string[]): void {
  if (faults.length > 0) assert.fail(`\n${faults.join('\n')}`);
}

describe('the size of things', function () {
  this.timeout(60_000);
  const source = filesBelow('src', /\.(ts|cjs|js)$/);
  const styles = filesBelow('src', /\.css$/);
  const tests = filesBelow('test', /\.ts$/);
  let importers: ReadonlyMap<string, number>;
  before(async () => {
    const by = new Map<string, Set<string>>();
    for (const { from, to } of await importGraph()) by.set(to, (by.get(to) ?? new Set()).add(from));
    importers = new Map([...by].map(([file, all]) => [file, all.size]));
  });

  it(`keeps files within ${LIMITS.longest} lines`, () => assertNone(longFiles([...source, ...styles, ...tests])));

  it(`keeps files of fewer than ${LIMITS.shortest} lines for what two need, or what has a reason`, () => {
    const loaded = source.filter(({ path }) => !path.startsWith('src/sandbox/page/web/'));
    assertNone(shortFiles(loaded, (path) => importers.get(path) ?? 0, mayBeShort));
  });

  it(`keeps functions within ${LIMITS.function} lines`, () => assertNone(source.flatMap(longFunctions)));

  it(`keeps folders within ${LIMITS.entries} entries`, () => {
    const folders = ['src', 'test'].flatMap(foldersBelow).filter((folder) => !HEAPS.includes(folder));
    assertNone(fullFolders(new Map(folders.map((folder) => [folder, readdirSync(folder)]))));
  });

  it('gives no name to two files', () => assertNone(sharedNames([...source, ...styles].map(({ path }) => path))));

  it(`keeps comments within ${LIMITS.columns} columns`, () => assertNone([...source, ...tests].flatMap(wideComments)));

  it('reads the environment in one file, and throws no error without a code', () => {
    const faults = source.flatMap(({ path, text }) => [
      ...(text.includes('process.env') && path !== 'src/service/config/read-config.ts'
        ? [`${path} reads process.env: settings come from src/service/config.`]
        : []),
      ...(/throw new (Type)?Error\(/.test(text) && path.endsWith('.ts')
        ? [`${path} throws an error without a code: throw an AirlockError.`]
        : []),
    ]);
    assertNone(faults);
  });

  it('has a reason for each dependency', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).sort();
    assert.deepEqual(Object.keys(manifest['dependencies-because']).sort(), named);
  });
});

describe('the rules of size', () => {
  const file = (path: string, lines: number): SourceFile => ({ path, text: '\n'.repeat(lines) });
  const body = (lines: number) => `function long() {\n${'  work();\n'.repeat(lines - 2)}}\n`;

  const broken: Record<string, { good: () => string[]; bad: () => string[]; says: RegExp }> = {
    'a long file': {
      good: () => longFiles([file('a.ts', 300)]),
      bad: () => longFiles([file('a.ts', 301)]),
      says: /a\.ts has 301 lines/,
    },
    'a slip': {
      good: () => [
        ...shortFiles(
          [file('a.ts', 39)],
          () => 2,
          () => false,
        ),
        ...shortFiles(
          [file('a.ts', 39)],
          () => 1,
          () => true,
        ),
        ...shortFiles(
          [file('a.ts', 40)],
          () => 1,
          () => false,
        ),
      ],
      bad: () =>
        shortFiles(
          [file('a.ts', 39)],
          () => 1,
          () => false,
        ),
      says: /a\.ts has 39 lines and one file that imports it/,
    },
    'a long function': {
      good: () => longFunctions({ path: 'a.ts', text: body(40) }),
      bad: () => longFunctions({ path: 'a.ts', text: body(41) }),
      says: /a\.ts:1 is a function of 41 lines/,
    },
    'a full folder': {
      good: () => fullFolders(new Map([['a', Array(14).fill('b')]])),
      bad: () => fullFolders(new Map([['a', Array(15).fill('b')]])),
      says: /a has 15 entries/,
    },
    'a name of two files': {
      good: () => sharedNames(['a/b.ts', 'a/c.ts']),
      bad: () => sharedNames(['a/b.ts', 'c/b.ts']),
      says: /b\.ts is the name of 2 files/,
    },
    'a wide comment': {
      good: () => wideComments({ path: 'a.ts', text: `${' '.repeat(116)}// b` }),
      bad: () => wideComments({ path: 'a.ts', text: `${' '.repeat(117)}// b` }),
      says: /a\.ts:1 has a comment that ends in column 121/,
    },
  };
  for (const [name, { good, bad, says }] of Object.entries(broken)) {
    it(`name ${name}, and nothing else`, () => {
      assertNone(good());
      assert.equal(bad().length, 1);
      assert.match(bad()[0] ?? '', says);
    });
  }
});
