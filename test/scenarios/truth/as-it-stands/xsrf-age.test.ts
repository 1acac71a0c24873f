import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSession } from '../../../../src/defender/portal/session-file.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const nothing = (): void => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const MINUTE = 60_000;
const BLAME = /lack the permission|fault of its own|sign in again/;

describe('a portal session whose XSRF token ages', () => {
  let folder: string;
  let company: Company;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-xsrf-'));
    const path = join(folder, 'session.json');
    company = await Company.open({ session: fileSession({ path, uid: process.getuid?.() ?? null, log: quiet }) });
    writeFileSync(path, JSON.stringify(company.sandbox.portalSession()), { mode: 0o600 });
  });
  after(async () => {
    await company.assertAuditHolds();
    await company.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function refuseOldTokensWith(status: number): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ oldTokens: status });
    const answer = await fetch(`${company.sandbox.url}/sandbox/session`, { method: 'POST', headers, body });
    assert.equal(answer.status, 200);
  }

  for (const [status, line] of [
    [500, 'enable automated investigation'],
    [403, 'enable automatically resolve alerts'],
  ] as const) {
    it(`writes a change that is approved a quarter of an hour later, where an old one is refused by ${status}`, async () => {
      await refuseOldTokensWith(status);
      company.clock.pass(20 * MINUTE);
      const written = company.writes.length;
      const card = await company.pending(line);
      company.clock.pass(15 * MINUTE);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /✓ Applied/);
      assert.equal(company.writes.length, written + 1);
      assert.doesNotMatch(company.teams.messages.map((one) => cardText(one.card)).join(), BLAME);
    });

    it(`opens a form and shows the status after an hour without a call, where an old one is refused by ${status}`, async () => {
      await refuseOldTokensWith(status);
      company.clock.pass(60 * MINUTE);
      await company.say('alice', 'edit device group Lab');
      company.message('is filling in a device group form');
      company.clock.pass(60 * MINUTE);
      await company.say('alice', 'status');
      assert.doesNotMatch(company.teams.messages.map((one) => cardText(one.card)).join(), BLAME);
    });
  }
});
