import assert from 'node:assert/strict';
import type { Directory } from '../../../src/requests/ports/directory.ts';
import { type SandboxOnLoopback, sandboxOnLoopback } from '../sandbox/wire/sandbox-on-loopback.ts';
import { directoryOf } from './directory-of.ts';

describe('finding Entra groups in the directory', () => {
  let sandbox: SandboxOnLoopback;
  let directory: Directory;
  const names = async (...entries: string[]) => (await directory.findGroups(entries)).map(({ name }) => name);

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    directory = directoryOf(sandbox);
  });
  afterEach(() => sandbox.close());

  it('finds a security group by its whole name or by its id, each once', async () => {
    const [found] = await directory.findGroups(['SOC tier 2']);
    assert(found);
    assert.deepEqual(await directory.findGroups([found.id.toUpperCase(), ' SOC tier 2 ', found.id]), [found]);
    assert.deepEqual(await names('SOC tier', 'SOC tier 1'), ['SOC tier 1']);
    assert.deepEqual(await names(), []);
    assert.deepEqual(await names('', ' '), []);
  });

  it('finds none for an unknown id, and no mail-only group', async () => {
    assert.deepEqual(await names('00000000-0000-4000-8000-000000000000'), []);
    const mail = sandbox.world.entraGroups.find(({ securityEnabled }) => !securityEnabled);
    assert(mail);
    assert.deepEqual(await names(mail.displayName, mail.id), []);
  });

  it('treats every character of a name as part of the name', async () => {
    for (const name of ["x' or displayName ne 'y", "'", "O''Brien's", 'a&$top=1#?%', '🦊 (all)']) {
      assert.deepEqual(await names(name), [], name);
    }
  });

  it('throws when the directory does not answer', async () => {
    const refused = directoryOf(sandbox, 'no token at all');
    for (const entry of ['SOC tier 2', '00000000-0000-4000-8000-000000000000'])
      await assert.rejects(refused.findGroups([entry]), { code: 'directory-unavailable' });
  });
});
