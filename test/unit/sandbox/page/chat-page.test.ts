import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TeamsInABox, teamsInABox } from '../connector/teams-in-a-box.ts';

const WEB = fileURLToPath(new URL('../../../../src/sandbox/page/web/', import.meta.url));

describe('the chat page as served', () => {
  let box: TeamsInABox;
  before(async () => {
    box = await teamsInABox();
  });
  after(() => box.close());

  it('allows scripts and styles of its own only, and stands in no frame', async () => {
    for (const path of ['/', '/main.js', '/vendor/adaptivecards.js']) {
      const { status, headers } = await box.call('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.equal(status, 200, path);
      assert.match(policy, /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
    }
  });

  it('reaches every module and style that it names', async () => {
    const html = (await box.call('GET', '/')).body as string;
    const named = [...html.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, path]) => `/${path}`);
    for (const file of await webFiles('.js')) {
      const folder = new URL(file, 'http://page/');
      const imports = (await readFile(join(WEB, file), 'utf8')).matchAll(/from '(\.[^']+)'/g);
      for (const [, path = ''] of imports) named.push(new URL(path, folder).pathname);
    }
    for (const path of new Set(named)) assert.equal((await box.call('GET', path)).status, 200, path);
  });

  it('has no script in its HTML and makes no HTML out of text', async () => {
    const html = (await box.call('GET', '/')).body as string;
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|\son[a-z]+=|\sstyle=/i);
    for (const file of await webFiles('.js')) {
      const code = await readFile(join(WEB, file), 'utf8');
      assert.doesNotMatch(
        code,
        /innerHTML\s*[+]?=|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function/,
        file,
      );
    }
  });

  async function webFiles(ending: string): Promise<string[]> {
    return (await readdir(WEB, { recursive: true })).filter((file) => file.endsWith(ending));
  }
});
