import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { type RecordKeys, recordKeys } from '../../../../src/store/record/record-keys.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { publicPem, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const OLD = recordKeys(testKeyPem('a'));
const rotated = (line = '') => recordKeys(testKeyPem('b'), `${line}\n${publicPem('a')}`);

describe('a key of the record that gave way', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-rotated-');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string) => ({ file: join(folder, name) });

  async function record(name: string, keys: RecordKeys, ...actors: readonly string[]): Promise<void> {
    let id = 0;
    const ids = { next: () => `id-${++id}` };
    const store = await openStore({ ...at(name), keys, ids });
    try {
      for (const actor of actors) {
        const entry = { tenantId: TENANT, at: 1, event: 'service.start', actor, requestId: null, data: {} };
        await store.send({ messages: [], tasks: [], audit: [entry] });
      }
    } finally {
      await store.close();
    }
  }

  /** The line that an audit gives for the file of keys. */
  async function lineFor(name: string): Promise<string> {
    const { open } = await auditPlace(at(name), { keys: rotated().known });
    return /Gave way at entry \d+: [0-9a-f]{64}/.exec(open.join('\n'))?.[0] ?? '';
  }

  const faultsOf = async (name: string, { known: keys }: RecordKeys) =>
    (await auditPlace(at(name), { keys })).faults.map(({ where, what }) => `${where}: ${what}`);

  it('is bound by the line that an audit gives, which asks for it until it is there', async () => {
    await record('honest', OLD, 'x', 'y');
    await record('honest', rotated(), 'z');
    const line = await lineFor('honest');
    assert.match(line, /^Gave way at entry 3: /);
    const { faults, open } = await auditPlace(at('honest'), { keys: rotated(line).known });
    assert.deepEqual([faults, open.filter((one) => one.includes('Gave way'))], [[], []]);
    await record('honest', rotated(line), 'more');
  });

  it('writes nothing anew, from the first entry on or from its end, shorter or longer', async () => {
    await record('honest', OLD, 'x', 'y');
    await record('honest', rotated(), 'z');
    const line = await lineFor('honest');
    const forgeries = { shorter: ['evil'], equal: ['x', 'evil', 'z'], longer: ['x', 'y', 'evil', 'more', 'more'] };
    for (const [name, actors] of Object.entries(forgeries)) {
      await record(name, OLD, ...actors);
      assert.match((await faultsOf(name, rotated(line))).join(), /the file of keys says/, name);
      await assert.rejects(record(name, rotated(line), 'start'), { code: 'record-broken' }, name);
    }
  });

  it('that comes back is named, by the order of the file', async () => {
    await record('back', OLD, 'x');
    await record('back', rotated(), 'y');
    const reversed = recordKeys(testKeyPem('c'), `${publicPem('b')}${publicPem('a')}`);
    assert.match((await faultsOf('back', reversed)).join(), /^entry 2: the order of keys goes back/);
  });
});
