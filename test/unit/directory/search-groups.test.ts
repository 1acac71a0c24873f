import assert from 'node:assert/strict';
import type { Directory } from '../../../src/requests/ports/directory.ts';
import { type SandboxOnLoopback, sandboxOnLoopback } from '../sandbox/wire/sandbox-on-loopback.ts';
import { directoryOf } from './directory-of.ts';

describe('searching Entra groups in the directory', () => {
  let sandbox: SandboxOnLoopback;
  let directory: Directory;
  const names = async (text: string, top = 15) => (await directory.searchGroups(text, top)).map(({ name }) => name);

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    directory = directoryOf(sandbox);
  });
  afterEach(() => sandbox.close());

  it('finds security groups by the beginnings of words, whatever the case', async () => {
    assert.deepEqual(await names('SOC'), ['SOC tier 1', 'SOC tier 2']);
    assert.deepEqual(await names('tier 2'), ['SOC tier 2']);
    assert.deepEqual(await names('sec'), ['Security admins', 'Plant security']);
    assert.deepEqual(await names('nobody'), []);
  });

  it('gives the id in lower case beside the name', async () => {
    assert.deepEqual(await directory.searchGroups('executives', 15), [
      { id: '6e000000-0000-4000-8000-000000000009', name: 'Executives' },
    ]);
  });

  it('leaves out groups that are not security groups', async () => {
    assert.deepEqual(await names('newsletter'), []);
  });

  it('gives any groups for a text without words, up to the number asked for', async () => {
    for (const text of ['', '  ', '"', '*', '\\']) assert.equal((await names(text, 3)).length, 3, text);
  });

  it('sends nothing but words', async () => {
    for (const text of ['soc" OR "displayName:auditors', 'soc\\" tier', 'soc&$top=999', 'soc)(']) {
      assert(
        (await names(text)).every((name) => /soc/i.test(name)),
        text,
      );
    }
    assert.deepEqual(await names('soc" OR "displayName:auditors'), []);
  });

  it('never takes a refusal for "no groups"', async () => {
    const refused = directoryOf(sandbox, 'no token at all');
    await assert.rejects(refused.searchGroups('soc', 15), { code: 'directory-unavailable' });
  });
});
