import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { Company, SOC } from '../../support/company/company.ts';

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

  it('keeps an idle connection longer than a proxy does that closes it after a minute, and not for long', async () => {
    const { headers } = await asked('/healthz');
    assert.equal(headers['keep-alive'], 'timeout=75');
  });

  it('keeps no connection of whoever is refused, so that nobody can use all of them up', async () => {
    const { headers, statusCode } = await asked('/nothing');
    assert.deepEqual([statusCode, headers.connection], [404, 'close']);
    assert.equal((await asked('/healthz')).headers.connection, 'keep-alive');
  });

  it('finishes the turn at hand when it stops, and then waits for no connection', async () => {
    const { store } = company.services;
    const { rememberContact } = store;
    let goOn = (): void => assert.fail('nobody wrote');
    const begun = new Promise<void>((resolve) => {
      store.rememberContact = async (contact) => {
        resolve();
        await new Promise<void>((done) => {
          goOn = done;
        });
        return rememberContact(contact);
      };
    });
    await asked('/healthz');
    const answer = company.post({ ...company.envelope('alice', SOC), type: 'message', text: 'help' });
    await begun;
    const closed = company.app.close();
    goOn();
    assert.equal((await answer).status, 200);
    await closed;
    company.apps = [];
  });

  it('is ready, and asked that it writes nothing', async () => {
    let pings = 0;
    company.services.store.ping = async () => {
      pings += 1;
    };
    assert.equal((await asked('/readyz')).statusCode, 200);
    assert.equal(pings, 0);
  });

  it('is not ready a second after its database is gone, and is again once that is back', async () => {
    const { file, clock } = company;
    assert.equal((await asked('/readyz')).statusCode, 200);
    await rename(file, `${file}.away`);
    clock.pass(1_000);
    assert.equal((await asked('/readyz')).statusCode, 503);
    await rename(`${file}.away`, file);
    clock.pass(1_000);
    assert.equal((await asked('/readyz')).statusCode, 200);
  });
});
