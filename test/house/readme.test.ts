import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PERMISSIONS, permissionRows, RESOURCES } from '../../src/cli/doctor/permissions.ts';
import { PACKAGE_SETTINGS } from '../../src/service/config/package-settings.ts';
import { CONNECTION_SETTINGS, IDENTITY_SETTINGS } from '../../src/service/config/production-settings.ts';
import { DEMO_SETTINGS, SERVICE_SETTINGS } from '../../src/service/config/service-settings.ts';
import { settingsRows } from '../../src/service/config/setting.ts';

/** `UPDATE_README=1` writes the tables anew. */
const UPDATE = process.env.UPDATE_README === '1';
const FILE = 'README.md';
/** Names that are not Airlock's own settings. */
const ELSEWHERE = ['DATABASE_TEST_URL'];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Every table of the README that is made from the code. */
const TABLES: Readonly<Record<string, string>> = {
  'service settings': settingsRows(SERVICE_SETTINGS),
  'production settings': settingsRows({ ...IDENTITY_SETTINGS, ...CONNECTION_SETTINGS }),
  'demo settings': settingsRows(DEMO_SETTINGS),
  'package settings': settingsRows(PACKAGE_SETTINGS),
  permissions: permissionRows(),
  doctor: `\`\`\`\n${readFileSync('docs/doctor.txt', 'utf8')}\`\`\``,
};

describe('the README', () => {
  for (const [name, table] of Object.entries(TABLES)) {
    it(`shows the ${name} as the code has them`, () => {
      const place = new RegExp(`(<!-- table: ${name} -->\n)([\\s\\S]*?)(<!-- end -->)`);
      const text = readFileSync(FILE, 'utf8');
      assert.match(text, place);
      if (UPDATE)
        writeFileSync(
          FILE,
          text.replace(place, (_all, begin, _old, end) => `${begin}${table}\n${end}`),
        );
      assert.equal(place.exec(readFileSync(FILE, 'utf8'))?.[2], `${table}\n`);
    });
  }

  it('grants, in the way to the first change, exactly what the code needs', () => {
    const text = readFileSync(FILE, 'utf8');
    const granted = [...text.matchAll(/^ *grant (\S+) (\S+)$/gm)].map(([, appId, name]) => `${appId} ${name}`);
    assert.deepEqual(
      granted,
      PERMISSIONS.map(({ resource, name }) => `${RESOURCES[resource].appId} ${name}`),
    );
  });

  it('names only variables, files and commands that there are', () => {
    for (const file of ['README.md', 'docs/operate.md', 'docs/portal-session.md']) {
      const text = readFileSync(file, 'utf8');
      for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g))
        assert(existsSync(join(dirname(file), link)), `${file} links to ${link}`);
      for (const [, script = ''] of text.matchAll(/npm (?:run )?(airlock|build|start|demo|bench)\b/g))
        assert(script in scripts, `${file} names npm run ${script}`);
      const known = Object.values({
        ...SERVICE_SETTINGS,
        ...IDENTITY_SETTINGS,
        ...CONNECTION_SETTINGS,
        ...DEMO_SETTINGS,
        ...PACKAGE_SETTINGS,
      });
      for (const [, name = ''] of text.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g))
        assert(known.some(({ variable }) => variable === name) || ELSEWHERE.includes(name), `${file} names ${name}`);
    }
  });

  it('shows no table that the code does not make', () => {
    const shown = [...readFileSync(FILE, 'utf8').matchAll(/<!-- table: (.*?) -->/g)].map(([, name]) => name);
    assert.deepEqual(shown.sort(), Object.keys(TABLES).sort());
  });
});
