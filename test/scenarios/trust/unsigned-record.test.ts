import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { canonical } from '../../../src/shared/json.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { sealRecord } from '../../../src/store/operator/seal-record.ts';
import { Company, type CompanyOptions } from '../../support/company/company.ts';
import { DatabaseOwner } from '../../support/company/database-owner.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const OLDER = 'test/fixtures/stores/v0.1.0-portal.db';
const REFUSED = { code: 'record-broken', message: /does not start.* no signature \(head [0-9a-f]{64}\).*record-seal/ };

describe('a record without signatures', () => {
  let company: Company;
  let owner: DatabaseOwner;
  afterEach(() => company.close());

  async function open(options: CompanyOptions = {}): Promise<void> {
    company = await Company.open({ environment: { OPEN_PER_PERSON: '50' }, ...options });
    owner = new DatabaseOwner(company.file);
  }

  async function faults() {
    return (await auditPlace(company.place, { keys: TEST_KEYS.known })).faults;
  }

  const request = (number: number) => company.services.store.requestByNumber(company.services.tenantId, number);

  /** Writes an approval of Bob's that never happened into the record and the row, and files its task. */
  async function approveForBob(): Promise<void> {
    const now = company.clock.now();
    const { id, rev, body } = owner.row(1);
    const { digest } = JSON.parse(body);
    const data = { number: 1, rev: rev + 1, from: 'pending', to: 'approved', digest, approvals: 1, quorum: 1 };
    owner.append({ at: now, event: 'request.approve', actor: PEOPLE_IDS.bob, request_id: id, data });
    const approvals = [{ by: { oid: PEOPLE_IDS.bob, name: 'Bob Brandt' }, at: now }];
    const deadline = now + 3_600_000;
    owner.edit(1, (stored) => ({ ...stored, state: 'approved', rev: rev + 1, approvals, deadline }));
    owner.fileApply(1, now);
  }

  describe('whose signatures the owner of the database took away', () => {
    beforeEach(async () => {
      await open();
      await company.pending();
      owner.unguard();
      owner.unsign();
    });

    it('is signed by no start, though an approval that never happened waits in it', async () => {
      await approveForBob();
      await assert.rejects(async () => company.settle(await company.another()), REFUSED);
      assert.equal(company.writes.length, 0);
      assert.equal(owner.entries().filter(({ key_id: key }) => key !== null).length, 0);
    });

    it('is a fault for whoever has the keys', async () => {
      assert.match(JSON.stringify((await faults())[0]), /no signature.*record-seal.*who could write to it/);
    });

    it('is signed by no running instance either', async () => {
      await company.say('alice', 'withdraw 1', 'a:alice');
      assert.equal((await request(1))?.state, 'pending');
    });
  });

  describe('after signed entries, or before a first signed one that vouches for nothing,', () => {
    beforeEach(async () => {
      await open();
      await company.pending();
      owner.unguard();
    });

    it('gets nothing signed on top of an approval that never happened', async () => {
      await approveForBob();
      await company.settle();
      assert.equal(company.writes.length, 0);
      assert.equal(owner.entries().at(-1)?.key_id, null);
      await assert.rejects(company.another(), { code: 'record-broken' });
    });

    it('starts no instance at its end', async () => {
      const { id } = owner.row(1);
      owner.append({ at: 1, event: 'request.withdraw', actor: PEOPLE_IDS.alice, request_id: id, data: {} });
      await assert.rejects(company.another(), { code: 'record-broken', message: /not signed, though entries before/ });
    });

    it('starts no instance where the database no longer refuses changes to it, or does something of its own', async () => {
      const refused = (why: RegExp) => assert.rejects(company.another(), { code: 'record-broken', message: why });
      await refused(/trigger audit_no_update, which .*, is gone/);
      assert.match(JSON.stringify(await faults()), /audit_no_delete.*is gone/);
      owner.run('create trigger audit_no_update before update on audit begin select 1; end');
      await refused(/audit_no_update, .* was changed/);
      owner.run('drop trigger audit_no_update');
      owner.guard();
      assert.deepEqual(await faults(), []);
      owner.run('create trigger own after insert on tasks begin select 1; end');
      await refused(/a trigger own that Airlock did not make/);
    });

    it('starts no instance in its middle', async () => {
      owner.run('update audit set key_id = null, signature = null where seq = 2');
      await assert.rejects(company.another(), { code: 'record-broken', message: /entry 2 is not signed/ });
    });

    it('starts no instance at its beginning', async () => {
      owner.run('update audit set key_id = null, signature = null where seq = 1');
      await assert.rejects(company.another(), {
        code: 'record-broken',
        message: /neither starts the record nor seals/,
      });
    });

    it('starts no instance whose first entries are gone', async () => {
      owner.run('delete from audit where seq = 1');
      await assert.rejects(company.another(), {
        code: 'record-broken',
        message: /neither starts the record nor seals/,
      });
    });
  });

  describe('that an older release wrote', () => {
    it('is not gone on with until its operator seals it', async () => {
      await open({ stored: OLDER });
      owner.unguard();
      owner.run("delete from audit where seq >= (select seq from audit where event = 'record.sealed')");
      await assert.rejects(company.another(), REFUSED);
    });

    it('is sealed once, with the head that the operator names', async () => {
      await open({ stored: OLDER });
      const seals = owner.entries().filter(({ event }) => event === 'record.sealed');
      assert.equal(seals.length, 1);
      const { count, head, requests } = JSON.parse(seals[0]?.data ?? '');
      assert.equal(count, Number(seals[0]?.seq) - 1);
      assert(requests.some(({ id }: { id: string }) => id === owner.row(11).id));
      assert.deepEqual(await faults(), []);
      const again = sealRecord(company.place, { keys: TEST_KEYS, head, at: company.clock.now() });
      await assert.rejects(again, { code: 'input-invalid', message: /nothing to seal/ });
    });

    it('vouches for its open requests from then on', async () => {
      await open({ stored: OLDER });
      owner.edit(11, (body) => ({ ...body, reason: 'Because' }));
      company.clock.pass(15_000);
      await company.settle();
      assert.equal((await request(11))?.closing?.code, 'record-mismatch');
    });

    async function shown(number: number): Promise<string> {
      const before = company.teams.messages.length;
      await company.say('bob', `show ${number}`, 'a:bob');
      await company.settle();
      return company.teams.messages
        .slice(before)
        .map(({ card }) => cardText(card))
        .join('\n');
    }

    /** Forges what an ended request asked for, why, when, and who approved it. */
    function forge(number: number): void {
      const by = { oid: PEOPLE_IDS.grace, name: 'Grace Forged' };
      owner.edit(number, ({ change, outcome, ...body }) => ({
        ...{ ...body, change: { ...(change as object), to: 'off' }, reason: 'FORGED' },
        ...{
          outcome: { ...(outcome as object), at: company.clock.now() },
          approvals: [{ by, at: company.clock.now() }],
        },
      }));
    }

    for (const connector of ['portal', 'guided'] as const)
      it(`shows its ended requests as their entries tell them, with ${connector}, and nothing is signed on another row`, async () => {
        await open({ stored: OLDER.replace('portal', connector), connector });
        await company.settle();
        const told = await shown(1);
        assert.match(told, /Turn on [\s\S]*Pilot finished, see CHG-1042[\s\S]*Approved by\s+Bob Brandt/);
        assert.doesNotMatch(told, /somebody changed it in the database/);
        forge(1);
        const forged = await shown(1);
        assert.match(
          forged,
          /somebody changed it in the database \(its reason; what it asks for; an approval by Grace/,
        );
        assert.match(forged, /Turn on [\s\S]*Pilot finished, see CHG-1042/);
        assert.doesNotMatch(forged, /FORGED|Turn off|Forged\s+\{\{DATE/);
        const row = (await request(1)) ?? assert.fail();
        assert.equal((await company.services.store.asLoaded(row)).isSame, false);
      });

    /** Makes entries of #1 anew, each following the one before, as somebody can who has no key. */
    function remade(change: (entry: Unsealed) => Unsealed, from: number): readonly Unsealed[] {
      const { id } = owner.row(1);
      const own = owner.entries().filter(({ request_id: request, key_id: key }) => request === id && key === null);
      let previous = '0'.repeat(64);
      return own.map((entry, at) => {
        const { tenant: tenantId, request_id: requestId, data, ...rest } = change({ ...entry, seq: from + at });
        const { seq, event, actor } = rest;
        const link = { seq, previous, tenantId, at: rest.at, event, actor, requestId, data: JSON.parse(data) };
        const hash = createHash('sha256').update(canonical(link)).digest('hex');
        const made = { ...entry, ...rest, previous, hash, request_id: requestId, data };
        previous = hash;
        return made;
      });
    }

    it('shows and starts with nothing that stands before its first entry', async () => {
      await open({ stored: OLDER });
      await company.settle();
      const id = '99999999-9999-4999-8999-999999999999';
      const planted = remade(
        (entry) => ({ ...entry, request_id: id, data: entry.data.replace(/"number":1\b/g, '"number":999') }),
        -4,
      );
      owner.unguard();
      for (const one of planted)
        owner.run(`insert into audit (seq, previous, hash, tenant, at, event, actor, request_id, data) values (${one.seq},
          '${one.previous}', '${one.hash}', '${one.tenant}', ${one.at}, '${one.event}', '${one.actor}', '${id}',
          '${one.data.replaceAll("'", "''")}')`);
      owner.guard();
      const body = JSON.stringify({ ...JSON.parse(owner.row(1).body), id, number: 999 }).replaceAll("'", "''");
      owner.run(`insert into requests (id, tenant, number, rev, state, requester, open, deadline, body)
        select '${id}', tenant, 999, rev, state, requester, open, deadline, '${body}' from requests where number = 1`);
      const row = (await request(999)) ?? assert.fail();
      assert.equal((await company.services.store.asLoaded(row)).isSame, false);
      assert.match(await shown(999), /The record itself does not hold together, so nothing here is proven/);
      await assert.rejects(company.another(), {
        code: 'record-broken',
        message: /entry -4 stands before the first one/,
      });
    });

    it('takes no sealing that stands before its first entry for the one that sealed it', async () => {
      await open({ stored: OLDER });
      await company.settle();
      const asLoaded = async () => company.services.store.asLoaded((await request(1)) ?? assert.fail());
      assert.equal((await asLoaded()).isSame, true);
      owner.unguard();
      owner.run(`insert into audit (seq, previous, hash, tenant, at, event, actor, request_id, data, key_id, signature)
        select -3, '${'0'.repeat(64)}', '${'1'.repeat(64)}', tenant, 1, event, actor, null, '{}', key_id, signature
        from audit where event = 'record.sealed'`);
      owner.guard();
      const { isSame, fault } = await asLoaded();
      assert.deepEqual([isSame, fault], [true, null]);
      assert.match(await shown(1), /Pilot finished/);
      await assert.rejects(company.another(), { code: 'record-broken', message: /entry -3/ });
    });

    it('shows nothing by sealed entries that were edited, their hashes made anew', async () => {
      await open({ stored: OLDER });
      await company.settle();
      assert.match(await shown(1), /Pilot finished/, 'what was sealed is walked, and kept in mind');
      const { body } = owner.row(1);
      const forged = (text: string) => text.replaceAll('Pilot finished, see CHG-1042', 'FORGED');
      owner.unguard();
      for (const one of remade((entry) => ({ ...entry, data: forged(entry.data) }), 1).slice(0, -1))
        owner.run(`update audit set hash = '${one.hash}', previous = '${one.previous}',
          data = '${one.data.replaceAll("'", "''")}' where seq = ${one.seq}`);
      owner.run(`update requests set body = '${forged(body).replaceAll("'", "''")}' where number = 1`);
      owner.guard();
      const row = (await request(1)) ?? assert.fail();
      assert.equal((await company.services.store.asLoaded(row)).isSame, false);
    });
  });
});

type Unsealed = ReturnType<DatabaseOwner['entries']>[number] & { readonly previous?: string; readonly hash?: string };
