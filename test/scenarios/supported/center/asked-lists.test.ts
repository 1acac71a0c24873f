import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

describe('what is asked about tags and alerts', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => company.close());

  async function answer(text: string): Promise<string> {
    await company.say('alice', text);
    return cardText(company.teams.messages.at(-1)?.card);
  }

  function machine(name: string) {
    const { machines } = company.sandbox.world;
    return machines.find(({ computerDnsName }) => computerDnsName.startsWith(`${name}.`)) ?? assert.fail(name);
  }

  it('tells the tags of a device, and where each comes from as hunting tells it', async () => {
    Object.assign(machine('LAP-HR-0001'), {
      machineTags: ['hr', 'Berlin', 'Kiosk'],
      dynamicTags: ['Berlin'],
      registryTag: 'Kiosk',
    });
    const told = await answer('which tags has LAP-HR-0001?');
    assert.match(
      told,
      /Set by hand or by API: hr\. Set by an asset rule[^:]*: Berlin\. Set by the device itself[^:]*: Kiosk\./,
    );
    assert.match(told, /untag LAP-HR-0001 from "hr"/);
    Object.assign(machine('LAP-HR-0002'), { machineTags: [] });
    assert.match(await answer('tags of LAP-HR-0002'), /Defender lists no tag of it/);
    const { id } =
      company.sandbox.world.machines.find((one) => /^LAP-HR-0002\./u.test(one.computerDnsName)) ?? assert.fail();
    assert.match(await answer(`tags of ${id}`), /Defender lists no tag of it/);
    assert.match(await answer('tags of LAP-HR-9999'), /has none called LAP-HR-9999/);
  });

  it('says that it is not known where a tag comes from while hunting gives no answer', async () => {
    const fault = { surface: 'graph', kind: 'status', status: 500, path: '/runHuntingQuery', times: 9 } as const;
    company.sandbox.world.faults.push(fault);
    assert.match(await answer('tags of LAP-HR-0001'), /Where it comes from is not known: hr\./);
  });

  it('tells which devices have a tag', async () => {
    assert.match(
      await answer('which devices have the tag HR?'),
      /16 devices have the tag HR.*LAP-HR-0001.* and 4 more/s,
    );
    assert.match(await answer('which devices have the tag nothing-like-it?'), /0 devices have the tag.*lists none/s);
  });

  it('lists open alerts with ids that can be typed, of all devices and of one', async () => {
    assert.match(await answer('open alerts'), /5 open alerts, page 1 of 2/);
    const own = await answer('alerts on LAP-FIN-0001');
    assert.match(
      own,
      /1 open alert on LAP-FIN-0001.*Alert da\d+_\d+, on LAP-FIN-0001.*False positive.*Open the alert/s,
    );
    assert.match(await answer('alerts on LAP-HR-0001'), /No open alert on LAP-HR-0001/);
    const [id] = /da\d+_\d+/.exec(own) ?? assert.fail('an id');
    assert.match(await answer(`show alert ${id}`), /One alert.*Wacatac/s);
    assert.match(await answer(`false positive ${id}`), /False positive.*Wacatac/s);
    assert.match(await answer('pending'), new RegExp(`${id}\\s+False positive`));
    assert.match(await answer('false positive LAP-FIN-0001'), /Its open alerts/);
  });

  it('says of alerts that were not read that they were not', async () => {
    const fault = { surface: 'graph', kind: 'status', status: 500, path: '/alerts_v2', times: 9 } as const;
    company.sandbox.world.faults.push(fault);
    assert.match(await answer('alerts on LAP-HR-0001'), /The open alerts on LAP-HR-0001 were not read/);
  });
});
