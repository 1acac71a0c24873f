import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Request } from '../../../src/requests/record/request.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { readChain, verifyChain } from '../../../src/store/audit-chain.ts';
import { notesIn, openNote } from '../../../src/store/record/checkpoint.ts';
import { recordKeys } from '../../../src/store/record/record-keys.ts';
import { Company, type CompanyOptions } from '../../support/company/company.ts';
import { DatabaseOwner } from '../../support/company/database-owner.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { UNGUARDED } from '../../support/company/tamper.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';

describe('the record against whoever owns the database', () => {
  let company: Company;
  let card: TeamsMessage;
  let owner: DatabaseOwner;
  let logged: { readonly fields: object; readonly message: string }[];
  afterEach(() => company.close());

  async function open(options: CompanyOptions = {}): Promise<void> {
    logged = [];
    company = await Company.open({ ...options, log: logTo((entry) => logged.push(entry)) });
    owner = new DatabaseOwner(company.file);
  }

  async function request(number = 1): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    assert(found);
    return found;
  }

  const errors = () => logged.filter(({ message }) => /not as recorded|record broken/.test(message));

  async function isIntact(): Promise<boolean> {
    return (await verifyChain(readChain(company.services.store), TEST_KEYS.known)).ok;
  }

  describe('stops', () => {
    beforeEach(async () => {
      await open();
      card = await company.pending();
    });
    afterEach(async () => {
      const { state, closing } = await request();
      assert.deepEqual([state, closing?.code], ['stale', 'record-mismatch']);
      assert.equal(company.writes.length, 0);
      assert.match(cardText(card.card), /the record says otherwise/);
      assert.deepEqual(
        errors().map(({ message }) => message),
        ['request stopped: not as recorded'],
      );
      assert.match(JSON.stringify(errors()[0]?.fields), /"correlation":"/);
    });

    const bob = { oid: PEOPLE_IDS.bob, name: 'Bob Brandt' };

    it('an approval that was written into the row, with its task', async () => {
      const now = company.clock.now();
      owner.edit(1, (body) => ({
        ...body,
        state: 'approved',
        rev: Number(body.rev) + 1,
        approvals: [{ by: bob, at: now }],
        deadline: now + 3_600_000,
      }));
      owner.fileApply(1, now);
      await company.settle();
      assert.match(cardText(card.card), /an approval by Bob Brandt, which the record does not have/);
      assert.doesNotMatch(cardText(card.card), /Approved by|1 of 1|Approvals?\n/);
      assert.equal(cardText(card.card).match(/Tell whoever operates/g)?.length, 1);
    });

    it('another change under a digest made anew, though an approver approved it', async () => {
      owner.edit(1, (body) => ({ ...body, ...otherChange(body) }), 'made anew');
      await company.approve('bob', card);
      await company.settle();
    });

    it('evidence that was taken out of the row before the approval', async () => {
      owner.edit(1, ({ requesterEvidence: _taken, ...body }) => body);
      await company.approve('bob', card);
      await company.settle();
    });

    it('a reason that was written anew after the approval', async () => {
      await company.approve('bob', card);
      owner.edit(1, (body) => ({ ...body, reason: 'Because' }));
      await company.settle();
    });

    it('an approved row that was put back after it was withdrawn', async () => {
      await company.approve('bob', card);
      const { body } = owner.row(1);
      await company.say('alice', 'withdraw 1', 'a:alice');
      owner.edit(1, () => JSON.parse(body));
      owner.fileApply(1, company.clock.now());
      await company.settle();
    });
  });

  function otherChange(body: Record<string, unknown>): object {
    const swap = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll('automated-investigation', 'auto-resolve-alerts'));
    return { change: swap(body.change), base: swap(body.base) };
  }

  describe('was cut', () => {
    beforeEach(async () => {
      await open();
      card = await company.pending();
      owner.unguard();
    });

    it('and the running service stores nothing more, says so, and writes nothing', async () => {
      owner.run('delete from audit where seq > 2');
      await company.approve('bob', card);
      await company.settle();
      assert.equal((await request()).state, 'pending');
      assert.equal(company.writes.length, 0);
      assert.match(String(errors()[0]?.message), /record broken/);
      assert.equal(owner.entries().length, 2);
    });

    it('and replaced by a record that is as long', async () => {
      owner.run(
        "update audit set hash = replace(hash, substr(hash, 1, 1), 'x') where seq = (select max(seq) from audit)",
      );
      await company.approve('bob', card);
      assert.equal((await request()).state, 'pending');
      assert(errors().length > 0 && errors().every(({ message }) => /record broken/.test(String(message))));
    });

    it('and an instance that starts on an emptied record beside requests does not start', async () => {
      owner.run('delete from audit');
      await assert.rejects(company.another(), { code: 'record-broken', message: /the record is empty/ });
    });

    it('of a withdrawal, so that an approval would come back: an instance that starts anew finds the gap', async () => {
      await company.approve('bob', card);
      const { body } = owner.row(1);
      await company.say('alice', 'withdraw 1', 'a:alice');
      await company.say('alice', 'enable automatically resolve alerts');
      owner.run("delete from audit where event = 'request.withdraw'");
      owner.edit(1, () => JSON.parse(body));
      owner.fileApply(1, company.clock.now());
      owner.guard();
      const before = owner.entries().length;
      await assert.rejects(company.another(), { code: 'record-broken', message: /entry \d+ is missing/ });
      await company.settle();
      assert.equal(company.writes.length, 0);
      assert.equal(owner.entries().length, before);
      assert.equal(await isIntact(), false);
    });

    it('of a withdrawal, and all hashes were made anew: the signatures do not fit', async () => {
      await company.approve('bob', card);
      const { body } = owner.row(1);
      await company.say('alice', 'withdraw 1', 'a:alice');
      await company.say('alice', 'enable automatically resolve alerts');
      owner.run("delete from audit where event = 'request.withdraw'");
      owner.relink();
      owner.edit(1, () => JSON.parse(body));
      owner.fileApply(1, company.clock.now());
      owner.guard();
      const started = company.another();
      await assert.rejects(started, { code: 'record-broken', message: /was forged: its signature is wrong/ });
      assert.equal(company.writes.length, 0);
    });
  });

  it('refuses to be changed or emptied, as long as its guards stand', async () => {
    await open();
    for (const sql of [
      "update audit set actor = 'x'",
      'delete from audit',
      'insert or replace into audit select * from audit limit 1',
    ])
      assert.throws(() => owner.run(sql), /append-only/);
  });

  it('tells who acted as the directory had them then: name, principal name, roles, marks and proof', async () => {
    await open();
    card = await company.pending();
    await company.approve('bob', card);
    const told = Object.fromEntries(owner.entries().map(({ event, data }) => [event, JSON.parse(data).person]));
    const { oid, name, principalName, roles, marks, proof } = told['request.approve'];
    const bob = company.person('bob');
    assert.deepEqual([oid, name, principalName], [bob.id, bob.name, bob.userPrincipalName]);
    assert.equal(proof, 'marks');
    assert(roles.length > 0 && marks.length > 0);
    assert(told['request.submit'].marks.length > 0);
    assert.equal(told['request.drafted'].principalName, company.person('alice').userPrincipalName);
  });

  it('goes on with a new key, which knows the old one, and with the old one no more', async () => {
    await open();
    card = await company.pending();
    const keys = recordKeys(testKeyPem('b'), publicPem('a'));
    const app = await company.another({ keys });
    await company.approve('bob', card, app);
    await company.settle(app);
    assert.equal((await request()).outcome?.code, 'written');
    assert.equal((await verifyChain(readChain(company.services.store), keys.known)).ok, true);
    assert.equal(owner.entries().filter(({ event }) => event === 'record.key').length, 1);
    await company.say('alice', 'enable automatically resolve alerts');
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 2), null);
    await assert.rejects(company.another({ keys: recordKeys(testKeyPem('c')) }), { message: /RECORD_OLD_KEYS_FILE/ });
  });

  it('takes no old key again: a deployment that was rolled back starts nothing, and writes nothing', async () => {
    await open();
    await company.another({ keys: recordKeys(testKeyPem('b'), publicPem('a')) });
    const before = owner.entries().length;
    const rolledBack = { keys: recordKeys(testKeyPem('a'), publicPem('b')) };
    await assert.rejects(company.another(rolledBack), {
      code: 'record-broken',
      message: /^Airlock does not start\. RECORD_KEY_FILE .* holds an old key.*newer key.*record-key --out FILE/,
    });
    assert.equal(owner.entries().length, before);
    await company.another({ keys: recordKeys(testKeyPem('c'), publicPem('a') + publicPem('b')) });
  });

  it('that is broken while it runs is told to whoever waits for a draft', async () => {
    await open();
    await company.say('alice', 'help');
    const { takeTask } = company.services.store;
    company.services.store.takeTask = async (...asks) => {
      const task = await takeTask(...asks);
      if (task)
        await owner.runBetween(`${UNGUARDED}; update audit set data = '{}' where seq = (select max(seq) from audit)`);
      company.services.store.takeTask = takeTask;
      return task;
    };
    await company.say('alice', 'enable automated investigation');
    assert.match(
      cardText(company.teams.messages.at(-1)?.card),
      /Nothing was filed[\s\S]*record does not hold together/,
    );
  });

  describe('and its checkpoints', () => {
    let file: string;
    const notes = async () => notesIn(await readFile(file, 'utf8').catch(() => ''));
    const entries = () => owner.entries().filter(({ event }) => event === 'record.checkpoint');

    beforeEach(async () => {
      await open();
      file = join(company.file, '../checkpoints');
    });

    it('are one a day, of two instances, over restarts', async () => {
      const other = await company.another({ witnessFile: file });
      await Promise.all([company.settle(), company.settle(other)]);
      assert.equal(entries().length, 1);
      company.clock.pass(3 * 86_400_000);
      const third = await company.another({ witnessFile: file });
      await Promise.all([company.settle(other), company.settle(third)]);
      assert.equal(entries().length, 2);
      const lines = logged.filter(({ message }) => message === 'record checkpoint');
      assert.equal(lines.length, 2);
      const [note = ''] = (await notes()).slice(-1);
      const { count, head } = openNote(note, TEST_KEYS.known);
      assert.equal(owner.entries()[count - 1]?.seq, count);
      assert.match(JSON.stringify(lines.at(-1)?.fields), new RegExp(head));
    });

    it('keep an instance from starting on a record that was put back', async () => {
      const before = owner.entries().length;
      const other = await company.another({ witnessFile: file });
      company.clock.pass(86_400_000);
      await company.settle(other);
      assert.equal((await notes()).length, 1);
      owner.unguard();
      owner.run(`delete from audit where seq > ${before}`);
      owner.guard();
      await assert.rejects(company.another({ witnessFile: file }), {
        code: 'record-broken',
        message: /If you restored/,
      });
    });

    it('are posted in the approval channel, with the head to compare', async () => {
      await company.approve('bob', await company.pending('use this channel for approvals'));
      await company.settle();
      company.clock.pass(25 * 3_600_000);
      await company.settle();
      assert.match(cardText(company.message('The record on').card), /audit verify --head [0-9a-f]{64}/);
    });
  });
});
