import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { inputsOf } from '../../../support/company/form-desk.ts';
import { approvedOn, eachWatched, inPortal, OFF, ON, press, told } from '../../../support/company/watched-company.ts';

const MINUTE = 60_000;

describe('what answers and drafts say of a change outside Airlock that nobody has adopted', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  async function answer(text: string): Promise<string> {
    await company.say('grace', text, 'a:grace');
    return cardText(company.teams.messages.at(-1)?.card);
  }

  /** A request turns the switch on, Omar applies it, and the audit log says so. */
  async function applied(): Promise<void> {
    const card = await approvedOn(company);
    await inPortal(company, 'omar', ON);
    company.clock.pass(MINUTE);
    await press(company, 'omar', card, 'attest');
    await company.watch();
  }

  it('the last request is named with who applied it, and is not called the last change once one is newer', async () => {
    await applied();
    const before = await answer('who turned on automatically resolve alerts?');
    assert.match(before, /The last request: #1, /);
    assert.match(before, /Microsoft's audit log names Omar Okafor as who applied it/);
    company.clock.pass(MINUTE);
    await inPortal(company, 'grace', OFF);
    await company.watch();
    assert.equal(told(company, /Changed outside Airlock/).length > 0, true);
    const after = await answer('who turned on automatically resolve alerts?');
    assert.match(after, /Outside Airlock changed since \(no\. 1\): [^\n]*Microsoft's audit log names Grace Gallagher/);
    assert.doesNotMatch(after, /revert 1/);
    assert.match(await answer('undo the last change'), /Outside Airlock changed since \(no\. 1\)/);
    const asked = await answer('is automatically resolve alerts on?');
    assert.match(asked, /The last request about it: #1\./);
    assert.match(asked, /Outside Airlock changed since \(no\. 1\)/);
    assert.doesNotMatch(asked, /changed it last/);
  });

  it('a switch that nobody can read is told with the change that is open, and so is a draft about it', async () => {
    await inPortal(company, 'grace', ON);
    await company.watch();
    const open =
      /Changed outside Airlock \(no\. 1\): [^\n]*was set to On\. Microsoft's audit log names Grace Gallagher/;
    const asked = await answer('is automatically resolve alerts on?');
    assert.match(asked, /Not known[\s\S]*Nobody has adopted it/);
    assert.match(asked, open);
    assert.match(await answer('disable automatically resolve alerts'), open);
  });

  it('a group that was renamed is told in the status, beside how to make its level known', async () => {
    await inPortal(company, 'grace', { group: 'Lab', set: { Name: 'Rigs' } });
    await company.watch();
    assert.match(
      await answer('status'),
      /Device group "Lab" is now called "Rigs", outside Airlock: change 1, which nobody adopted/,
    );
  });

  it('the answer about a group tells of it by its number, and that nobody has adopted it', async () => {
    await inPortal(company, 'grace', { group: 'Lab', set: { Name: 'Rigs' } });
    await company.watch();
    const shown = await answer('show group "Rigs"');
    assert.match(
      shown,
      /is now called "Rigs" \(change 1, which nobody adopted\)[\s\S]*Show outside changes|Outside changes/i,
    );
  });

  it('a draft that a form makes tells of it', async () => {
    await inPortal(company, 'grace', { group: 'Lab', set: { Name: 'Rigs' } });
    await company.watch();
    await company.say('alice', 'edit device group "Rigs"', 'a:alice');
    const form = company.teams.messages.at(-1) ?? assert.fail('no form');
    const check = actionOf(form.card, 'form-check') ?? assert.fail('the form cannot be sent');
    await company.invoke('alice', form, { ...check, data: { ...check.data, ...inputsOf(form.card), level: 'full' } });
    await company.settle();
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Changed outside Airlock \(no\. 1\)[\s\S]*Rigs/);
  });
});
