import assert from 'node:assert/strict';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionsIn, cardText } from '../../../support/company/fake-teams.ts';
import { answers, ServiceOnLoopback } from '../../../unit/shared/service-on-loopback.ts';

const CSV = 'switch,to,group,level\r\nautomated investigation,on,,\r\n,,Lab,full\r\n';

describe('a list in a file that somebody attached', () => {
  let company: Company;
  let drive: ServiceOnLoopback;
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
    drive = await ServiceOnLoopback.open();
    holds(CSV);
  });
  afterEach(async () => {
    await drive.close();
    await company.assertAuditHolds();
    await company.close();
  });

  function holds(text: string, type = 'text/csv'): void {
    drive.behaves = answers(200, text, { 'content-type': type });
  }

  /** Attaches it as Teams tells it: beside the text as HTML. */
  async function attach(text: string, { who = 'alice' as Name, name = 'list.csv', times = 1, files = 1 } = {}) {
    const content = { downloadUrl: `${drive.url}/${name}`, uniqueId: 'u', fileType: name.split('.').at(-1) };
    const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name, content };
    const attachments = [
      ...Array.from({ length: files }, () => file),
      { contentType: 'text/html', content: '<p></p>' },
    ];
    const activity = { ...company.envelope(who, `a:${who}`), type: 'message', text, attachments };
    for (let time = 0; time < times; time += 1) assert.equal((await company.post(activity)).status, 200);
    await company.settle();
  }

  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const request = () => company.services.store.requestByNumber(company.services.tenantId, 1);

  for (const text of ['import changes', '', 'here you go'])
    it(`becomes a draft: "${text}"`, async () => {
      await attach(text, { times: 2 });
      assert.equal((await request())?.change.kind, 'several');
      assert.match(last(), /Turn on Automated investigation, and change device group Lab/);
      assert.equal(company.teams.messages.length, 1);
    });

  it('of indicators, with what is asked of all of them beside it', async () => {
    holds('indicator\nbad.example\nworse.example\n');
    await attach('import indicators to block', { name: 'iocs.csv' });
    assert.match(JSON.stringify((await request())?.change), /bad\.example.*worse\.example/);
  });

  it('as JSON, with why on the draft', async () => {
    holds(
      '[{"switch": "automated investigation", "to": "on"},\n{"group": "Lab", "level": "full"}]',
      'application/json',
    );
    await attach('import changes because the pilot is over', { name: 'list.json' });
    assert.equal((await request())?.reason, 'the pilot is over');
  });

  it('with a fault asks for nothing, and says where it is', async () => {
    holds('switch,to\nautomated investigation,sideways\n');
    await attach('import changes');
    assert.match(last(), /Row 2: it says neither/);
    holds('something else\nentirely');
    await attach('');
    assert.match(last(), /does not show what it is[\s\S]*import changes[\s\S]*import indicators/);
    assert.equal(await request(), null);
  });

  it('that does not come is told, and nothing is asked', async () => {
    drive.behaves = answers(404, '');
    await attach('import changes');
    assert.match(last(), /did not hand over the file/);
    assert.deepEqual(
      actionsIn(company.teams.messages.at(-1)?.card).map(({ title }) => title),
      ['Help'],
    );
    holds('<html>', 'text/html');
    await attach('import changes');
    assert.match(last(), /Attach the file from a computer/);
  });

  it('is not fetched for whoever may not ask, nor where no list is asked for', async () => {
    await attach('import changes', { who: 'rita' });
    assert.match(last(), /not done/);
    await attach('', { name: 'holiday.png' });
    await attach('', { files: 2 });
    await attach('status');
    await company.say('alice', 'import changes', SOC);
    assert.deepEqual(drive.seen, []);
  });

  it('is asked for once more by a button where Defender did not answer', async () => {
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 503 });
    await attach('import changes');
    company.sandbox.world.faults.length = 0;
    const again = actionsIn(company.teams.messages[0]?.card).find(({ title }) => title === 'Try again');
    assert.match(JSON.stringify(again?.data), /as one request: turn on automated investigation; edit/);
  });
});
