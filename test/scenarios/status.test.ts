import assert from 'node:assert/strict';
import { demoApp } from '../../src/sandbox/oauth/demo-app.ts';
import { Company } from '../support/company/company.ts';
import { cardText } from '../support/company/fake-teams.ts';
import { tamper } from '../support/company/tamper.ts';

describe('the status, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  async function status(): Promise<string> {
    await company.say('rita', 'status');
    return cardText(company.teams.messages.at(-1)?.card);
  }

  for (const connector of ['portal', 'guided'] as const) {
    it(`tells what Defender is busy with, and how exposed each group is (${connector})`, async () => {
      company = await Company.open({ connector });
      const text = await status();
      assert.match(text, /1 alert has waited for an approval in Defender for more than a day/);
      assert.match(text, /Automated investigations, 7 days: \d+, of them \d+ running, 2 waiting for approval\./);
      assert.match(text, /Response actions on devices, 7 days: 4, of them 1 failed\./);
      assert.match(text, /Executives[^E]* · exposure \d+\/100/);
      assert.match(text, /Ungrouped devices \(default\)[^E]* · exposure \d+\/100/);
      assert.equal(company.writes.length, 0);
    });
  }

  it('shows the switches where the groups cannot be read, with the reason', async () => {
    company = await Company.open({ connector: 'guided' });
    await company.say('bob', 'automatically resolve alerts is on');
    company.sandbox.world.faults.push({
      surface: 'graph',
      path: '/roleManagement/defender',
      kind: 'status',
      status: 403,
    });
    const text = await status();
    assert.match(text, /Automatically resolve alerts\n\s*On[^\n]*\n\s*by Bob Brandt's word/);
    assert.match(
      text,
      /list of device groups could not be read\. Shown are the groups in which[^\n]*Microsoft Graph[^\n]*HTTP 403/,
    );
    assert.doesNotMatch(text, /no device group/);
  });

  it('shows the groups where the switches cannot be read, with the reason', async () => {
    company = await Company.open({ connector: 'portal' });
    company.sandbox.world.faults.push({
      surface: 'portal',
      path: 'GetAdvancedFeaturesSetting',
      kind: 'status',
      status: 500,
    });
    const text = await status();
    assert.match(text, /The switches could not be read now: /);
    assert.match(text, /Executives/);
  });

  it('shows the switches as they were known before where they cannot be read now, with how and when', async () => {
    company = await Company.open({ connector: 'portal' });
    const card = await company.pending('enable automatically resolve alerts');
    await company.approve('bob', card);
    await company.settle();
    const path = 'GetAdvancedFeaturesSetting';
    company.sandbox.world.faults.push({ surface: 'portal', path, kind: 'status', status: 500 });
    const text = await status();
    assert.match(text, /Automatically resolve alerts\s+On\s+read\s+\{\{DATE/);
    assert.match(text, /The switches could not be read now: [^\n]* What is shown was known before\./);
    assert.match(text, /Automated investigation\s+Not known/);
    assert.doesNotMatch(text, /Write "automated investigation is on"/, 'nobody could take that word now');
  });

  it('names each permission that is missing and where to grant it, and tells all the rest', async () => {
    company = await Company.open();
    const { mde, graph } = demoApp(company.sandbox.world).permissions;
    for (const name of ['Alert.Read.All', 'Score.Read.All']) mde.delete(name);
    graph.delete('SecurityAlert.Read.All');
    const text = await status();
    assert.match(
      text,
      /Not read: Airlock's token lacks the permission SecurityAlert\.Read\.All on Microsoft Graph: grant it in/,
    );
    for (const name of ['Alert', 'Score'])
      assert.match(
        text,
        RegExp(
          `Not read: Airlock's token lacks the permission ${name}\\.Read\\.All on WindowsDefenderATP: grant it in`,
        ),
      );
    assert.match(text, /Response actions on devices/);
    assert.match(text, /Automatically resolve alerts/);
    assert.doesNotMatch(text, /exposure/);
  });

  it('is answered without Defender’s activity, where that cannot be read', async () => {
    company = await Company.open();
    company.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 503 });
    const text = await status();
    assert.match(text, /Not read: Defender has a fault of its own \(HTTP 503, ServiceUnavailable\), saying: /);
    assert.match(text, /Domain controllers/);
  });

  it('names an open request whose stored form cannot be read, as the list of requests does', async () => {
    company = await Company.open();
    await company.pending();
    await company.pending('enable automatically resolve alerts');
    tamper(company, () => ({ v: 'none that is known' }));
    const says = /What is stored of #2 cannot be read: tell whoever operates Airlock\./;
    const text = await status();
    assert.match(text, says);
    assert.match(text, /#1 /, 'the others are told');
    await company.say('rita', 'requests');
    assert.match(cardText(company.teams.messages.at(-1)?.card), says);
  });
});
