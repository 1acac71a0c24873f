import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

describe('the file of the Microsoft 365 Agents Toolkit', () => {
  const text = readFileSync('m365agents.yml', 'utf8');

  it('names every variable of the manifest, so that none is left unfilled', () => {
    const manifest = readFileSync('appPackage/manifest.json', 'utf8');
    const variables = new Set([...manifest.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''));
    assert(variables.size > 3);
    for (const name of variables) assert.match(text, new RegExp(`\\b${name}\\b`));
  });

  it('packs the manifest that there is, into the folder that is not committed', () => {
    for (const [, path = ''] of text.matchAll(/manifestPath: (\S+)/g)) assert(existsSync(path), path);
    const ignored = readFileSync('.gitignore', 'utf8').split('\n');
    assert(ignored.includes('/build/') && ignored.includes('/env/'));
    for (const [, path = ''] of text.matchAll(/(?:outputZipPath|appPackagePath): (\S+)/g))
      assert.match(path, /^\.\/build\//);
  });
});
