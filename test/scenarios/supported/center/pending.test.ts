import assert from 'node:assert/strict';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

describe('what waits in Defender, and what was done there, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  async function said(text: string): Promise<string> {
    await company.say('rita', text);
    return cardText(company.teams.messages.at(-1)?.card);
  }

  it('lists what waits, the oldest first, with device, group, age, link and who decides, and says that no API can', async () => {
    company = await Company.open();
    const text = await said('pending');
    assert.match(text, /2 waiting in Defender/);
    assert.match(
      text,
      /Wacatac[\s\S]*LAP-FIN-0001\.corp\.harbourline\.example, in Finance\.[\s\S]*Suspicious scheduled task/,
    );
    assert.match(text, /Waits for approval: file wacatac\.exe, malicious\. Which remedy is proposed, no API tells\./);
    assert.match(text, /Begun 31 hours ago; Defender rejects by itself after 7 days of waiting, in 5 days at the earl/);
    assert.match(text, /No API can approve or reject these/);
    assert.match(text, /Who may decide there: whoever holds "Active remediation actions" for that device group/);
    const urls = [...JSON.stringify(company.teams.messages.at(-1)?.card).matchAll(/"url":"([^"]+)"/g)].map(
      ([, url]) => url,
    );
    assert.equal(urls.length, 3, 'one for each, and the Action center');
    assert.match(String(urls[0]), /^https:\/\/security\.microsoft\.com\/alerts\/da\d+_\d+\?tid=11111111-/);
    assert.equal(company.writes.length, 0);
  });

  it('never says that nothing waits where a list could not be read, and names the permission', async () => {
    company = await Company.open();
    const { graph } = demoApp(company.sandbox.world).permissions;
    graph.delete('SecurityAlert.Read.All');
    const half = await said('pending');
    assert.match(half, /At least 2 waiting in Defender/, 'investigations tell of them, too');
    assert.match(half, /Investigation 4021/);
    assert.match(half, /Alerts that wait: not read\. Airlock's token lacks the permission SecurityAlert\.Read\.All/);
    await company.close();
    company = await Company.open();
    const both = demoApp(company.sandbox.world).permissions;
    both.graph.delete('SecurityAlert.Read.All');
    both.mde.delete('Alert.Read.All');
    const none = await said('pending');
    assert.match(none, /What waits was not read/);
    assert.match(none, /Investigations: not read\. /);
    assert.doesNotMatch(none, /Nothing waits|None of them/);
  });

  it('tells who did what on which device, and where that was read', async () => {
    company = await Company.open();
    const text = await said('actions');
    assert.match(
      text,
      /LAP-ENG-0039[^\n]*: Isolated selectively \(done\)\s+By sam@harbourline\.example in the portal\. Read in the list of actions and in Microsoft's audit log\./,
    );
    assert.match(text, /Sign-in of a contained user blocked\s+By attack disruption, without a person\./);
    const one = await said('actions on lap-eng-0039');
    assert.match(one, /Isolated/);
    assert.doesNotMatch(one, /LAP-FIN/);
  });

  it('says of each of its sources that it was not read, and tells the others', async () => {
    company = await Company.open();
    demoApp(company.sandbox.world).permissions.graph.delete('ThreatHunting.Read.All');
    const text = await said('history of actions');
    assert.match(
      text,
      /Isolated selectively \(done\)\s+By sam@harbourline\.example in the portal\. Read in the list of actions\./,
    );
    assert.match(
      text,
      /Microsoft's audit log: not read\. Airlock's token lacks the permission ThreatHunting\.Read\.All/,
    );
    assert.match(text, /Attack disruption: not read\. /);
    assert.doesNotMatch(text, /ContainedUser/);
  });

  it('tells nothing as done whose end was not read, in the list and of a false positive', async () => {
    company = await Company.open();
    company.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 500, path: '/machineactions' });
    for (const line of ['history of actions', 'actions on LAP-ENG-0039', 'false positive LAP-ENG-0039']) {
      const text = await said(line);
      assert.match(text, /Isolated \(how it went is not known\)/, line);
      assert.doesNotMatch(text, /Done there|Isolated[,\n]/, line);
    }
  });

  it('answers whether a device is isolated or scanned, by the actions alone, and changes nothing', async () => {
    company = await Company.open();
    assert.match(await said('is LAP-ENG-0039 isolated?'), /LAP-ENG-0039 is isolated[\s\S]*By sam@harbourline\.example/);
    assert.match(await said('who isolated LAP-ENG-0039?'), /By sam@harbourline\.example in the portal\./);
    assert.match(await said('which devices are isolated?'), /\d+ devices? (?:is|are) isolated[\s\S]*LAP-ENG-0039/);
    assert.match(await said('is LAP-HR-0001 isolated?'), /No action tells that LAP-HR-0001 was isolated/);
    assert.match(
      await said('what happened to LAP-ENG-0039?'),
      /Actions on LAP-ENG-0039[\s\S]*Isolated selectively \(done\)/,
    );
    company.sandbox.world.faults.push({ surface: 'mde', path: '/machineactions', kind: 'status', status: 503 });
    assert.match(
      await said('is LAP-HR-0001 isolated?'),
      /Not read whether LAP-HR-0001 is isolated[\s\S]*List of actions: not read/,
    );
    assert.match(await said('which devices are being scanned?'), /Not read which devices are being scanned/);
    assert.equal(company.writes.length, 0);
  });

  it('answers what an indicator says, and which of them end soon', async () => {
    company = await Company.open();
    assert.match(
      await said('is domain good.example allowed?'),
      /No indicator of good\.example\s+Read in Defender's list of indicators/,
    );
    assert.match(
      await said('which indicators end soon?'),
      /No indicator that a request (?:asked here )?wrote ends within 7 days/,
    );
    await company.approve('bob', await company.pending('allow domain good.example on Executives for 2 days'));
    await company.settle();
    assert.match(await said('is domain good.example allowed?'), /good\.example: Allow on Executives until 2026-11-26/);
    assert.match(await said('which indicators end soon?'), /They end within 7 days\s+#1 Allow domain good\.example/);
    await company.close();
    company = await Company.open({ writer: false });
    assert.match(await said('is domain good.example allowed?'), /Indicators are switched off in this Airlock/);
  });

  it('is shown to nobody who may not look', async () => {
    company = await Company.open();
    await company.say('ed', 'pending');
    assert.doesNotMatch(cardText(company.teams.messages.at(-1)?.card), /Wacatac/);
  });
});
