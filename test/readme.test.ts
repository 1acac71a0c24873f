import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { CONNECTION_SETTINGS } from '../src/config/connection-settings.ts';
import { DEMO_SETTINGS } from '../src/config/demo-settings.ts';
import { IDENTITY_SETTINGS } from '../src/config/identity-settings.ts';
import { PACKAGE_SETTINGS } from '../src/config/package-settings.ts';
import { SERVICE_SETTINGS } from '../src/config/service-settings.ts';
import { settingsRows } from '../src/config/settings-rows.ts';

/** `UPDATE_README=1` writes the tables anew. */
const UPDATE = process.env.UPDATE_README === '1';
const FILE = 'README.md';

/** Every table of the README that is made from the code. */
const TABLES: Readonly<Record<string, string>> = {
  'service settings': settingsRows(SERVICE_SETTINGS),
  'production settings': settingsRows({ ...IDENTITY_SETTINGS, ...CONNECTION_SETTINGS }),
  'demo settings': settingsRows(DEMO_SETTINGS),
  'package settings': settingsRows(PACKAGE_SETTINGS),
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

  it('shows no table that the code does not make', () => {
    const shown = [...readFileSync(FILE, 'utf8').matchAll(/<!-- table: (.*?) -->/g)].map(([, name]) => name);
    assert.deepEqual(shown.sort(), Object.keys(TABLES).sort());
  });
});
