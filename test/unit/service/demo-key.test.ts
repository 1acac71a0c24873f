import assert from 'node:assert/strict';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { demoKeyFile, demoKeys } from '../../../src/service/keeping/demo-key.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';

describe('the key of the demo', () => {
  it('is made once, and refused where others can use it', async () => {
    const folder = await quickFolder('airlock-demo-key-');
    const store = join(folder, 'demo.db');
    const { keyId } = demoKeys(store);
    assert.equal(demoKeys(store).keyId, keyId);
    await chmod(demoKeyFile(store), 0o644);
    assert.throws(() => demoKeys(store), { code: 'config-invalid', message: /its mode must be 0600/ });
    await rm(folder, { recursive: true });
  });
});
