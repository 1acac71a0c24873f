import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/registry/change.ts';
import { askFor } from '../../support/company/ask-for.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';

describe('what somebody new meets with the guided connector, by the front door', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const says = async (text: string) => {
    await company.say('alice', text);
    return last();
  };

  it('is told before asking that the tenant may have no such switch any more, and only of that switch', async () => {
    const gone = /not known whether this tenant still has the switch[\s\S]*Look in the portal before you ask/;
    assert.match(await says('enable automated investigation'), gone);
    assert.doesNotMatch(await says('turn on automatically resolve alerts'), gone);
  });

  /** HR laptops, right before Servers, by Omar's word. */
  async function makeGroup(): Promise<void> {
    const create: Change = {
      kind: 'device-group.create',
      definition: {
        name: 'HR laptops',
        description: '',
        level: 'full',
        conditions: [{ property: 'tag', operator: 'equals', value: 'hr' }],
        access: [],
      },
      before: { id: 6, name: 'Servers' },
    };
    const { tenant } = company.sandbox.world;
    const [some] = tenant.deviceGroups;
    assert(some);
    const card = await askFor(company, create);
    await company.approve('bob', card);
    await company.settle();
    tenant.deviceGroups = [
      ...tenant.deviceGroups,
      { ...some, MachineGroupId: 77, Name: 'HR laptops', Description: '' },
    ];
    await company.invoke('omar', card, actionOf(card.card, 'attest') ?? assert.fail('nothing to report'));
    await company.settle();
    company.clock.pass(60_000);
  }

  it('learns of every device that moves where people said which group comes first, and of those that may', async () => {
    await makeGroup();
    const known = await says('edit device group "HR laptops" name starts with SRV');
    assert.match(known, /Servers → HR laptops/);
    assert.doesNotMatch(known, /cannot evaluate the rule/);
    assert.match(known, /The preview is not exact: the rules of [^.]*Servers[^.]* are not known/);
    company.clock.pass(60_000);
    const other = await says('edit device group "HR laptops" name contains FIN');
    assert.match(other, /more devices match and are in groups whose rules or rank are not known: they may move too \(/);
    company.clock.pass(60_000);
    assert.match(await says('delete device group "HR laptops"'), /before Servers\n[\s\S]*by Omar Okafor's word, #1/);
    company.clock.pass(60_000);
    const renamed = await says('rename device group "HR laptops" to "HR"');
    assert.match(renamed, /No device would move: only rules and ranks move devices/);
    assert.doesNotMatch(renamed, /cannot evaluate|are not known|not known whether/);
  });

  it('is told by whose word a level is as asked, and that it falls', async () => {
    await says('device group "Lab" is at full');
    const again = await says('edit device group Lab level full');
    assert.match(
      again,
      /Lab is already as requested, by Alice Ahlgren's word, [^.]*\. There is nothing to approve\. If the/,
    );
    assert.doesNotMatch(again, /So much is known/);
    const falls = await says('edit device group Lab level semi-all-folders');
    assert.match(
      falls,
      /By Alice Ahlgren's word, [^.]* UTC, this lowers the level of Lab from Full remediation to Semi/,
    );
    assert.doesNotMatch(falls, /not known whether this lowers|Which devices would move is not known/);
  });

  it('is offered no revert of what was never known before, and what to write instead', async () => {
    const card = await company.pending('enable automated investigation');
    await company.approve('bob', card);
    await company.settle();
    await company.invoke('omar', card, actionOf(card.card, 'attest') ?? assert.fail('nothing to report'));
    await company.settle();
    assert.equal(actionOf(card.card, 'revert'), null);
    assert.match(cardText(card.card), /there is no revert. To change it back, write "disable automated investigation"/);
    company.clock.pass(60_000);
    const back = await company.pending('disable automated investigation');
    await company.approve('bob', back);
    await company.settle();
    await company.invoke('omar', back, actionOf(back.card, 'attest') ?? assert.fail('nothing to report'));
    await company.settle();
    assert(actionOf(back.card, 'revert'), 'what was before is known by word');
  });

  it('is promised no audit log for a level, which has no record there', async () => {
    assert.doesNotMatch(await says('device group "Lab" is at full'), /audit log/);
    assert.match(await says('automated investigation is on'), /until somebody says otherwise or Microsoft's audit log/);
  });

  it('is shown the sentence and the command that are close to what was written', async () => {
    assert.match(
      await says('device group Servers is full'),
      /device group "Servers" is at full[\s\S]*edit device group "Servers" level full/i,
    );
    assert.match(
      await says('automated investigation on'),
      /automated investigation is on[\s\S]*enable automated investigation/i,
    );
    assert.match(await says('rank device group Lab first'), /for example: before "/);
  });

  it('learns from the card that what is seen leaves nothing to ask for', async () => {
    await says('disable automated investigation');
    const draft = company.message('#1');
    const press = actionOf(await company.view('alice', draft), 'seen-off') ?? assert.fail('the card does not ask');
    const { value } = await company.invoke('alice', draft, press);
    assert.match(cardText(value), /as asked already and there is nothing to approve: discard this draft/);
  });
});
