import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { AppFolder, VALUES } from './app-folder.ts';

describe('packaging the app for Teams', () => {
  let app: AppFolder;
  beforeEach(() => {
    app = new AppFolder();
  });
  afterEach(() => app.remove());

  const written = () => unzipSync(readFileSync(app.file));
  const manifestOf = (files: ReturnType<typeof written>) =>
    JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString('utf8'));

  it('writes the filled manifest and the two icons, and nothing else', () => {
    const { code, out } = app.pack();
    assert.deepEqual([code, out.includes(app.file)], [0, true]);
    const files = written();
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'manifest.json', 'outline.png']);
    for (const icon of ['color.png', 'outline.png'])
      assert.deepEqual(Buffer.from(files[icon] ?? []), readFileSync(join(app.path, icon)));
    const { id, version, bots, developer } = manifestOf(files);
    assert.deepEqual([id, version, bots[0].botId], [VALUES.TEAMS_APP_ID, VALUES.APP_VERSION, VALUES.BOT_APP_ID]);
    assert.equal(developer.websiteUrl, VALUES.WEBSITE_URL);
    assert.doesNotMatch(JSON.stringify(manifestOf(files)), /\$\{\{/);
  });

  it('gives the same bytes for the same app', () => {
    app.pack();
    const first = readFileSync(app.file);
    app.pack();
    assert.deepEqual(readFileSync(app.file), first);
  });

  it('can be taken apart by any ZIP reader: stored names, one central directory', () => {
    app.pack();
    const bytes = readFileSync(app.file);
    assert.equal(bytes.readUInt32LE(0), 0x04034b50);
    const end = bytes.length - 22;
    assert.deepEqual([bytes.readUInt32LE(end), bytes.readUInt16LE(end + 10)], [0x06054b50, 3]);
  });

  const spoilt: Readonly<Record<string, { readonly spoil: () => void; readonly says: RegExp }>> = {
    'a scope that Teams does not know': {
      spoil: () => app.edit((manifest) => Object.assign(botOf(manifest), { scopes: ['team', 'groupchat'] })),
      says: /manifest\.json \/bots\/0\/scopes\/1: must be equal to one of the allowed values/,
    },
    'a name that is too long': {
      spoil: () => app.edit((manifest) => Object.assign(manifest, { name: { short: 'x'.repeat(31) } })),
      says: /\/name\/short: must NOT have more than 30 characters/,
    },
    'a key that the schema does not have': {
      spoil: () => app.edit((manifest) => Object.assign(manifest, { packageName: 'airlock' })),
      says: /must NOT have additional properties/,
    },
    'a thirteenth command': {
      spoil: () =>
        app.edit((manifest) => {
          const commands = Array.from({ length: 13 }, () => ({ title: 'help', description: 'x' }));
          Object.assign(botOf(manifest), { commandLists: [{ scopes: ['team'], commands }] });
        }),
      says: /commandLists\/0\/commands: must NOT have more than 12 items/,
    },
    'an old version of the manifest': {
      spoil: () => app.edit((manifest) => Object.assign(manifest, { manifestVersion: '1.9' })),
      says: /manifestVersion: 1\.9 is not 1\.24 or newer/,
    },
    'a version that names a file elsewhere': {
      spoil: () => app.edit((manifest) => Object.assign(manifest, { manifestVersion: '../1.24' })),
      says: /manifestVersion/,
    },
    'no manifest at all': {
      spoil: () => writeFileSync(join(app.path, 'manifest.json'), '[]'),
      says: /is not an app manifest/,
    },
    'icons in each other’s place': {
      spoil: () =>
        app.edit((manifest) => Object.assign(manifest, { icons: { color: 'outline.png', outline: 'color.png' } })),
      says: /outline\.png is 32x32; Teams requires 192x192\n.*color\.png is 192x192; Teams requires 32x32/,
    },
    'an icon that is no PNG': {
      spoil: () => writeFileSync(join(app.path, 'color.png'), '<svg/>'),
      says: /color\.png is not a PNG/,
    },
    'an icon that is not there': {
      spoil: () => rmSync(join(app.path, 'outline.png')),
      says: /outline\.png is not a PNG/,
    },
  };
  for (const [what, { spoil, says }] of Object.entries(spoilt))
    it(`writes nothing with ${what}`, () => {
      spoil();
      const { code, out } = app.pack();
      assert.equal(code, 1);
      assert.match(out, says);
      assert.equal(existsSync(app.file), false);
    });

  it('names every value that is missing or of the wrong form, and writes nothing', () => {
    const { code, out } = app.pack({ APP_VERSION: 'next', BOT_APP_ID: 'airlock' });
    assert.equal(code, 1);
    for (const name of ['TEAMS_APP_ID', 'WEBSITE_URL', 'PRIVACY_URL', 'TERMS_URL'])
      assert.match(out, new RegExp(`${name} has no value`));
    assert.match(out, /\/bots\/0\/botId: must match pattern/);
    assert.equal(existsSync(app.file), false);
  });
});

function botOf(manifest: Record<string, unknown>): object {
  const [bot] = manifest.bots as object[];
  assert(bot);
  return bot;
}
