import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notesIn } from '../../../../../src/store/record/checkpoint.ts';
import { Company } from '../../../../support/company/company.ts';
import { DatabaseOwner } from '../../../../support/company/database-owner.ts';

describe('a record that was cut beside a file of checkpoints', () => {
  let company: Company;
  let file: string;
  beforeEach(async () => {
    company = await Company.open();
    file = join(company.file, '../checkpoints');
  });
  afterEach(() => company.close());

  const notes = async () => notesIn(await readFile(file, 'utf8'));

  it('stops instances that run already, once another one noted that the record had come further', async () => {
    await company.pending();
    const { tenantId } = company.services;
    const id = (await company.services.store.requestByNumber(tenantId, 1))?.id ?? assert.fail();
    const owner = new DatabaseOwner(company.file);
    const open = () => company.another({ witnessFile: file });
    const [one, appends, reads, signs] = [await open(), await open(), await open(), await open()];
    const kept = owner.entries().length;
    const own = { tenantId, at: company.clock.now(), actor: 'service', requestId: null };
    const append = ({ stored: { store } }: typeof one) =>
      store.send({ messages: [], tasks: [], audit: [{ ...own, event: 'service.stop', data: {} }] });
    await append(one);
    company.clock.pass(86_400_000);
    await company.settle(one);
    const noted = await notes();
    owner.unguard();
    owner.run(`delete from audit where seq > ${kept}`);
    owner.guard();
    company.clock.pass(86_400_000);
    const refused = { code: 'record-broken', message: /ends before entry/ };
    await assert.rejects(append(appends), refused);
    await assert.rejects(reads.stored.store.trail(tenantId, id), refused);
    await assert.rejects(signs.stored.store.checkpoint(tenantId), refused);
    await company.settle(signs);
    assert.equal(owner.entries().length, kept);
    const now = await notes();
    assert.deepEqual(now.slice(0, noted.length), noted);
    // Whoever finds it broken says how far it had come: the end that the signed note beside the record tells.
    assert.deepEqual(
      now.slice(noted.length).map((note) => note.split('\n')[1]),
      [String(kept + 3)],
    );
  });
});
