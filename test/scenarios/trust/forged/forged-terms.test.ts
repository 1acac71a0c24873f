import assert from 'node:assert/strict';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { openDatabase } from '../../../../src/store/databases/sqlite.ts';
import { Company } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { olderTerms } from '../../../support/databases/older-terms.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

/** Tables that are changed here, each with a copy beside it. */
const CHANGED = ['request_terms', 'accounts_seen'];
const KEEP = CHANGED.map((table) => `create table kept_${table} as select * from ${table}`).join('; ');
const PUT_BACK = [
  ...CHANGED.map((table) => `delete from ${table}; insert into ${table} select * from kept_${table}`),
  'update requests set has_terms = 1',
  'update counters set place = 1',
].join('; ');

describe('what a request is found by, changed by the owner of the database', () => {
  let company: Company;
  let owner: DatabaseOwner;
  before(async () => {
    company = await Company.open();
    owner = new DatabaseOwner(company.file);
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await found(), '');
    owner.run(KEEP);
  });
  afterEach(() => owner.run(PUT_BACK));
  after(() => company.close());

  async function found(): Promise<string> {
    const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
    return faults.map(({ where, what }) => `${where}: ${what}`).join('; ');
  }

  const ATTACKS: Readonly<Record<string, readonly [string, RegExp]>> = {
    'all of it removed': [
      'delete from request_terms',
      /^what it is found by: it is not what its row tells: "\*" is gone$/,
    ],
    'the term of every request removed': ["delete from request_terms where term = '*'", /"\*" is gone/],
    'its state removed': ["delete from request_terms where term = 'state:applied'", /"state:applied" is gone/],
    'its state another': ["update request_terms set term = 'state:open' where term = 'state:applied'", /state:applied/],
    'who asked removed': ["delete from request_terms where term like 'asked:%'", /"asked:[^"]+" is gone/],
    'who approved another': [
      "update request_terms set term = 'approved:x' where term = 'approved:bob'",
      /"approved:bob"/,
    ],
    'a person that it has not': [
      "insert into request_terms select place, number, 'rejected:bob', at from request_terms where term = '*'",
      /"rejected:bob" is not of it/,
    ],
    'a word of its reason removed': ["delete from request_terms where term = 'word:pilot'", /"word:pilot" is gone/],
    'its time put back': ["update request_terms set at = at - 1 where term = '*'", /"\*" has another time/],
    'a word with a time': [
      "update request_terms set at = 1 where term = 'word:pilot'",
      /"word:pilot" has another time/,
    ],
    'its place another': ['update request_terms set place = place + 1', /"\*" is gone/],
    'the place of everybody another': ['update counters set place = place + 1', /"\*" is gone/],
    'its number another': ['update request_terms set number = number + 100', /"\*" is gone/],
    'the mark that it has them': ['update requests set has_terms = 0', /its column has_terms says 0, and each step/],
  };
  for (const [name, [sql, what]] of Object.entries(ATTACKS))
    it(`is named by the audit: ${name}`, async () => {
      owner.run(sql);
      assert.match(await found(), what);
    });

  it('is not held against it where another version words its title otherwise', async () => {
    owner.run("update request_terms set term = 'word:selbst' where term = 'word:automatically'");
    assert.equal(await found(), '');
  });

  it('is read in a store that no newer release has opened yet', async () => {
    owner.run(`create table as_now as select * from request_terms; ${olderTerms(company.services.tenantId)}`);
    const whole = await found();
    owner.run("update request_terms set term = 'approved:x' where term = 'approved:bob'");
    const forged = await found();
    await (await openDatabase(company.file)).destroy();
    owner.run('delete from request_terms; insert into request_terms select * from as_now');
    assert.equal(whole, '');
    assert.match(forged, /"approved:bob"/);
  });

  it('is named by the audit where it is said when accounts were looked at', async () => {
    owner.run("update accounts_seen set updated_at = updated_at + 1 where oid <> 'census'");
    assert.match(await found(), /what is remembered of account \S+: it says another time than entry \d+/);
  });

  it('is named by the audit where it is said when everybody was looked at', async () => {
    owner.run("update accounts_seen set updated_at = updated_at + 1 where oid = 'census'");
    assert.match(await found(), /what is remembered of account census: it says another time than the entries tell/);
  });
});
