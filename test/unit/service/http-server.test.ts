import assert from 'node:assert/strict';
import { Agent, get, type IncomingMessage } from 'node:http';
import { Company } from '../../support/company/company.ts';

describe('the service, as its front end sees it', () => {
  let company: Company;
  let agent: Agent;
  beforeEach(async () => {
    company = await Company.open();
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(async () => {
    agent.destroy();
    await company.close();
  });

  function asked(path: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      get(`${company.app.url}${path}`, { agent }, (response) => resolve(response.resume())).once('error', reject);
    });
  }

  it('keeps an idle connection longer than those in front of it do', async () => {
    const { headers } = await asked('/healthz');
    assert.equal(headers['keep-alive'], 'timeout=300');
  });

  it('finishes the turn at hand when it stops, and then waits for no connection', async () => {
    const { store } = company.services;
    let ready = (): void => assert.fail('nobody asked');
    const begun = new Promise<void>((resolve) => {
      store.ping = () => {
        resolve();
        return new Promise((done) => {
          ready = done;
        });
      };
    });
    await asked('/healthz');
    company.clock.pass(1_000);
    const answer = asked('/readyz');
    await begun;
    const closed = company.app.close();
    ready();
    assert.equal((await answer).statusCode, 200);
    await closed;
    company.apps = [];
  });
});
