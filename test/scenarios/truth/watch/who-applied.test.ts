import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import {
  approvedOn,
  auditLog,
  eachWatched,
  inPortal,
  ON,
  press,
  requestOf,
  told,
} from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;
const SEVERAL = 'as one request: enable automatically resolve alerts; enable automated investigation';

describe('who applied a change, by several records', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const outside = () => told(company, /Changed outside Airlock/).map(({ card }) => cardText(card));

  it('is who said so, though a record of nobody known was read first', async () => {
    const card = await approvedOn(company);
    auditLog(company).names = 'NT AUTHORITY\\SYSTEM';
    await inPortal(company, 'omar', ON);
    const [stranger = assert.fail()] = auditLog(company).records;
    const by = company.person('omar').userPrincipalName;
    const visibleAt = stranger.visibleAt + 180 * MINUTE;
    auditLog(company).records.push({ ...stranger, id: '11111111-2222-4333-8444-555555555555', by, visibleAt });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.match(cardText(card.card), /Applied by NT AUTHORITY/);
    await company.watch(company.app, 200);
    assert.match(cardText(card.card), /Applied by Omar Okafor, corroborated/);
    assert.deepEqual((await requestOf(company)).outcome?.corroborated?.findings, []);
    assert.equal(outside().filter((text) => text.includes('Omar Okafor')).length, 0);
  });

  it('is an account of somebody who approved it, by what the directory tells of both', async () => {
    const card = await company.pending('enable automatically resolve alerts', 'omar');
    await company.approve('alice', card);
    await company.settle();
    await inPortal(company, 'alice2', ON);
    await press(company, 'grace', card, 'attest');
    await company.watch();
    assert.deepEqual((await requestOf(company)).outcome?.corroborated?.findings, [
      'another-person',
      'approvers-account',
    ]);
    assert.match(cardText(card.card), /another account of somebody who approved this change, as who applied it/);
  });

  it('is not known of one of several changes where the record names a stranger: its card tells that', async () => {
    await company.watch();
    const card = await company.pending(SEVERAL);
    await company.approve('bob', card);
    await company.settle();
    company.clock.pass(MINUTE);
    auditLog(company).names = 'ghost@elsewhere.example';
    await inPortal(company, 'omar', ON);
    await press(company, 'omar', card, 'attest');
    await company.watch();
    assert.match(cardText(card.card), /Change 1: [^\n]*ghost@elsewhere\.example, whom the directory does not know/);
  });
});
