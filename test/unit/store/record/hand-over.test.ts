import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWitness } from '../../../../src/service/keeping/witness-file.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { restoreRecord } from '../../../../src/store/operator/restore-record.ts';
import { type RecordKeys, recordKeys } from '../../../../src/store/record/record-keys.ts';
import type { KnownHead } from '../../../../src/store/record/seen-head.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
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

  async function record(name: string, keys: RecordKeys, ...more: readonly (string | KnownHead | null)[]) {
    const [known = null] = more.filter((one) => typeof one !== 'string');
    const store = await openStore({ ...at(name), keys, ids: counting(), known });
    try {
      for (const actor of more.filter((one) => typeof one === 'string')) {
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

  describe('and whose line is missing, beside a checkpoint of later', () => {
    let witness: string;
    let known: KnownHead | null;
    beforeEach(async () => {
      await record('honest', OLD, 'x', 'y');
      await record('honest', rotated(), 'z');
      const store = await openStore({ ...at('honest'), keys: rotated(), ids: counting() });
      const { note } = (await store.checkpoint(TENANT)) ?? assert.fail();
      await store.close();
      witness = join(folder, 'checkpoints');
      await writeFile(witness, note, { mode: 0o600 });
      ({ known } = await openWitness(witness, rotated().known, TENANT));
      assert.equal(known?.seq, 4);
    });

    const FORGERIES = {
      shorter: ['evil'],
      'as long': ['x', 'y', 'evil', 'z'],
      longer: ['x', 'y', 'evil', 'more', 'more', 'more'],
    };
    for (const [how, actors] of Object.entries(FORGERIES))
      it(`cannot make another record that is ${how}: no service starts, and an audit names it`, async () => {
        await record('forged', OLD, ...actors);
        await assert.rejects(record('forged', rotated(), known, 'start'), { code: 'record-broken' });
        const text = await readFile(witness, 'utf8');
        const { faults } = await auditPlace(at('forged'), { keys: rotated().known, witness: text });
        assert.match(faults.map(({ what }) => what).join(), /than a checkpoint says|a checkpoint says that it had/);
      });

    it('cannot say in an operator’s place that the record was restored, which the key of today can', async () => {
      const said = { at: 2, known, lastGiven: 0, emptyOf: null };
      await record('forged', OLD, 'x', 'evil');
      await restoreRecord(at('forged'), { ...said, keys: OLD });
      await assert.rejects(record('forged', rotated(), known, 'start'), { code: 'record-broken' });
      await restoreRecord(at('forged'), { ...said, keys: rotated() });
      await record('forged', rotated(), known, 'start');
    });
  });

  it('that comes back is named, by the order of the file', async () => {
    await record('back', OLD, 'x');
    await record('back', rotated(), 'y');
    const reversed = recordKeys(testKeyPem('c'), `${publicPem('b')}${publicPem('a')}`);
    assert.match((await faultsOf('back', reversed)).join(), /^entry 2: the order of keys goes back/);
  });
});
