import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
// Beside this file, so that the imports are read once.
import './size-tests.ts';
import { arrowFaults, folderFaults, packageFaults, roomOf, tableFaults } from './arrow-rules.ts';
import type { Room } from './corners.ts';
import { type Arrow, importGraph } from './import-graph.ts';
import { PACKAGE_HOMES } from './package-homes.ts';
import { ROOMS } from './rooms.ts';

/** Shows every fault as a sentence of its own. */
function assertNone(faults: readonly string[]): void {
  if (faults.length > 0) assert.fail(`\n${faults.join('\n')}`);
}

describe('the rooms of the house', function () {
  this.timeout(60_000);
  let arrows: readonly Arrow[];
  before(async () => {
    arrows = await importGraph();
  });

  it('are seen with their imports, those of types too', () => {
    assert(arrows.length > 1_000, String(arrows.length));
    const sees = (from: string, to: RegExp) => arrows.some((arrow) => arrow.from === from && to.test(arrow.to));
    assert(sees('src/requests/ports/store.ts', /^src\/requests\/record\/request\.ts$/), 'an import of a type');
    assert(sees('src/store/databases/sqlite.ts', /node_modules\/libsql\//), 'a package');
  });

  it('stand in order, each with its purpose', () => assertNone(tableFaults(ROOMS)));

  it('have a row for each folder', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|cjs)$/.test(name))
      .map((name) => `src/${name}`);
    assertNone(folderFaults(ROOMS, files));
  });

  it('hold every file, import only what the table allows, and allow nothing that is not used', () =>
    assertNone(arrowFaults(ROOMS, arrows)));

  it('keep each package where it is at home', () => assertNone(packageFaults(PACKAGE_HOMES, arrows)));
});

describe('the rules of the rooms', () => {
  const low: Room = { folder: 'src/low', purpose: 'Knows nobody.', imports: [] };
  const inner: Room = { folder: 'src/low/inner', purpose: 'Knows low.', imports: ['src/low'] };
  const high: Room = { folder: 'src/high', purpose: 'Knows what is in low.', imports: ['src/low/inner'] };
  const rooms = [low, inner, high];
  const arrow = (from: string, to: string, circular = false): Arrow => ({ from, to, circular });
  const used = [arrow('src/low/inner/a.ts', 'src/low/b.ts'), arrow('src/high/a.ts', 'src/low/inner/a.ts')];

  it('take the deepest room for a file', () => {
    assert.equal(roomOf(rooms, 'src/low/inner/a.ts'), inner);
    assert.equal(roomOf(rooms, 'src/lower/a.ts'), undefined);
  });

  it('find nothing in a house in order', () => {
    assertNone(tableFaults(rooms));
    assertNone(arrowFaults(rooms, used));
  });

  const broken: Record<string, { faults: () => string[]; says: RegExp }> = {
    'a folder without a row': {
      faults: () => folderFaults([low], ['src/low/a.ts', 'src/low/new/b.ts']),
      says: /src\/low\/new has no row/,
    },
    'a row without a folder': { faults: () => folderFaults([low, high], ['src/low/a.ts']), says: /holds no file/ },
    'an arrow that runs back': {
      faults: () => arrowFaults(rooms, [...used, arrow('src/low/b.ts', 'src/high/a.ts')]),
      says: /src\/low\/b\.ts -> src\/high\/a\.ts: src\/low may not import src\/high\. Knows nobody\./,
    },
    'a circle': {
      faults: () => arrowFaults(rooms, [...used, arrow('src/low/a.ts', 'src/low/b.ts', true)]),
      says: /part of a circle/,
    },
    'a file in no room': {
      faults: () => arrowFaults(rooms, [...used, arrow('src/high/a.ts', 'src/elsewhere/a.ts')]),
      says: /src\/elsewhere\/a\.ts stands in no room/,
    },
    'an allowed arrow that nothing uses': {
      faults: () => arrowFaults(rooms, used.slice(1)),
      says: /src\/low\/inner may import src\/low, but nothing there does/,
    },
    'a table with an arrow back': {
      faults: () => tableFaults([{ ...low, imports: ['src/high'] }, inner, high]),
      says: /src\/low may import src\/high, which no room above it is/,
    },
    'a folder that stands there twice': { faults: () => tableFaults([low, low]), says: /stands in the table twice/ },
    'a purpose that is no sentence': {
      faults: () => tableFaults([{ ...low, purpose: 'things' }]),
      says: /is no sentence/,
    },
    'a package away from home': {
      faults: () =>
        packageFaults(
          [{ packages: /node_modules\/sql\//, folders: ['src/low/'], why: 'SQL is spoken in one room.' }],
          [arrow('src/low/a.ts', 'node_modules/sql/index.js'), arrow('src/high/a.ts', 'node_modules/sql/index.js')],
        ),
      says: /^src\/high\/a\.ts -> sql\/index\.js: SQL is spoken in one room\.$/,
    },
  };
  for (const [name, { faults, says }] of Object.entries(broken)) {
    it(`name ${name}`, () => {
      const found = faults();
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', says);
    });
  }
});
