import assert from 'node:assert/strict';
import { createGraphDirectory } from '../../../src/directory/graph-directory.ts';
import { clientSecretToken } from '../../../src/directory/token-sources.ts';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import { DEMO_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';

describe('a person by user principal name', () => {
  const clock = new ManualClock();
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => clock.now() });
  });
  afterEach(() => sandbox.close());

  const directory = () => {
    const common = { clock, timeoutMs: 10_000 };
    const { clientId, clientSecret: secret } = DEMO_APP;
    const { tenantId } = sandbox.world;
    const scope = 'https://graph.microsoft.com/.default';
    const getToken = clientSecretToken({ authority: sandbox.url, tenantId, clientId, secret, scope, ...common });
    return createGraphDirectory({ baseUrl: sandbox.url, getToken, ...common });
  };

  it('is found however the name is written, with everything that tells two accounts of one person', async () => {
    const omar = await directory().byName(' Omar@Harbourline.Example ');
    assert.equal(omar?.oid, PEOPLE_IDS.omar);
    assert.equal(omar.employeeId, '1010');
    assert(omar.addresses.includes('omar@harbourline.example'));
  });

  it('is found with the # of a guest in the name', async () => {
    const name = 'gus_breakwater-partners.example#EXT#@harbourline.example';
    assert.equal((await directory().byName(name))?.oid, PEOPLE_IDS.gus);
  });

  it('is null if nobody has that name', async () => {
    assert.equal(await directory().byName('nobody@harbourline.example'), null);
  });

  it('is not taken for another person when Graph answers with one', async () => {
    await assert.rejects(directory().byName(PEOPLE_IDS.omar), { code: 'directory-unavailable' });
  });

  it('is an error when Graph gives no answer', async () => {
    sandbox.world.faults.push({ surface: 'graph', kind: 'status', status: 500 });
    await assert.rejects(directory().byName('omar@harbourline.example'), { code: 'directory-unavailable' });
  });
});
