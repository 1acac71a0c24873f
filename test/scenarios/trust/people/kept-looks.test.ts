import assert from 'node:assert/strict';
import { takeCensus } from '../../../../src/requests/recording/take-census.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { anOid } from '../../../support/samples/ids.ts';

const SILENT = { surface: 'graph', kind: 'status', status: 503 } as const;

describe('a card that its client shows anew by itself', () => {
  let company: Company;
  let message: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ keepsLooks: true });
    message = await company.pending();
  });
  afterEach(() => company.close());

  const mayApprove = async (who: Name) => actionOf(await company.view(who, message), 'approve') !== null;

  function alter(who: Name, changes: object): void {
    Object.assign(company.person(who), changes);
  }

  it('goes by what the directory said for another one, for three seconds', async () => {
    assert(await mayApprove('bob'));
    company.sandbox.world.faults.push(SILENT);
    company.clock.pass(2_999);
    assert(await mayApprove('bob'));
    company.clock.pass(1);
    assert.match(cardText(await company.view('bob', message)), /nothing was decided/);
  });

  it('keeps no answer that did not come', async () => {
    company.sandbox.world.faults.push(SILENT);
    assert(!(await mayApprove('bob')));
    company.sandbox.world.faults.length = 0;
    assert(await mayApprove('bob'));
  });

  it('offers nothing that a press would count by: a press asks anew, and so does the next look', async () => {
    assert(await mayApprove('bob'));
    alter('bob', { accountEnabled: false });
    assert(await mayApprove('bob'));
    const pressed = await company.invoke('bob', message, {
      verb: 'approve',
      data: actionOf(message.card, 'view')?.data ?? assert.fail(),
    });
    assert.match(JSON.stringify(pressed), /disabled|may not look/);
    assert(!(await mayApprove('bob')));
    assert.deepEqual(company.writes, []);
  });

  it('notes nothing of an account by an answer that was kept', async () => {
    assert(await mayApprove('bob'));
    alter('alice', { employeeId: '7452' });
    await takeCensus(company.services);
    const { store, tenantId } = company.services;
    const remembered = async () => (await store.accountsSeen(tenantId, [anOid(PEOPLE_IDS.alice)])).accounts[0];
    const noted = await remembered();
    assert.equal(noted?.carried.employeeId, '7452');
    await company.view('bob', message);
    assert.deepEqual(await remembered(), noted);
  });
});
