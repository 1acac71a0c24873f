import assert from 'node:assert/strict';
import { createGraphDirectory } from '../../../src/directory/graph-directory.ts';
import { clientSecretToken } from '../../../src/directory/token-sources.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { anOid } from '../../support/samples/ids.ts';
import { answers, type Behaviour, ServiceOnLoopback, thenOnReuse } from '../shared/service-on-loopback.ts';

const PERSON = 'aaaaaaaa-0000-4000-8000-000000000001';
const ROLE = '194ae4cb-b126-40b2-bd5b-6091b380977d';
const clock = new ManualClock();

/** Every way of not answering. */
const SILENT: Readonly<Record<string, Behaviour>> = {
  'the connection breaks': (response) => void response.destroy(),
  'the answer breaks off': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{', () => response.destroy());
  },
  'the answer is no JSON': answers(200, '{"value":['),
  'the answer is a page': answers(200, '<p>Sign in</p>', { 'content-type': 'text/html' }),
  'the answer is empty': answers(200, ''),
  'it points elsewhere': answers(302, '{}', { location: '/elsewhere' }),
  'it fails': answers(500, '{}'),
  'it is overloaded': answers(503, '{}', { 'retry-after': '3600' }),
};

describe('no answer about a person is never a yes', () => {
  let service: ServiceOnLoopback;
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
  });
  afterEach(() => service.close());

  const common = () => ({ clock, timeoutMs: 60_000 });
  const directory = () => createGraphDirectory({ baseUrl: service.url, getToken: async () => 'token', ...common() });
  const token = () =>
    clientSecretToken({
      authority: service.url,
      tenantId: 't',
      clientId: 'c',
      secret: 'hush',
      scope: 's',
      ...common(),
    })();

  for (const [what, behaves] of Object.entries(SILENT))
    it(`when ${what}`, async () => {
      service.behaves = behaves;
      await assert.rejects(directory().standing(anOid(PERSON), [ROLE]), { code: 'directory-unavailable' });
      await assert.rejects(directory().holders([ROLE]), { code: 'directory-unavailable' });
      await assert.rejects(token(), { code: 'directory-unavailable' });
      assert(!service.seen.some(({ path }) => path === '/elsewhere'));
    });

  it('asks again what it asked over connections that were closed meanwhile', async () => {
    const person = { id: PERSON, displayName: 'A', userPrincipalName: 'a@x.example', accountEnabled: true };
    const told: Behaviour = (response, call) => {
      const body = call.method === 'POST' ? { value: [ROLE] } : person;
      answers(200, JSON.stringify(body))(response, call);
    };
    service.behaves = thenOnReuse(told, (response) => void response.destroy());
    const asked = () => directory().standing(anOid(PERSON), [ROLE]);
    const first = await asked();
    const once = service.seen.length;
    assert.deepEqual(await asked(), first);
    assert.equal(service.seen.length, once * 3);
  });

  for (const missing of ['checkMemberObjects', '$select'])
    it(`when one call finds nobody and the other finds them: ${missing}`, async () => {
      const person = { id: PERSON, displayName: 'A', userPrincipalName: 'a@x.example', accountEnabled: true };
      service.behaves = (response, call) => {
        const body = call.method === 'POST' ? { value: [ROLE] } : person;
        answers(call.path.includes(missing) ? 404 : 200, JSON.stringify(body))(response, call);
      };
      await assert.rejects(directory().standing(anOid(PERSON), [ROLE]), { code: 'directory-unavailable' });
    });

  it('when nobody listens', async () => {
    await service.close();
    await assert.rejects(directory().standing(anOid(PERSON), [ROLE]), { code: 'directory-unavailable' });
    await assert.rejects(token(), { code: 'directory-unavailable' });
  });

  it('when the time is up', async () => {
    const impatient = createGraphDirectory({
      baseUrl: service.url,
      getToken: async () => 'token',
      clock,
      timeoutMs: 50,
    });
    await assert.rejects(impatient.standing(anOid(PERSON), [ROLE]), {
      code: 'directory-unavailable',
      details: { reason: 'timed-out', why: 'The directory did not answer' },
    });
  });

  it('but a valid token is accepted', async () => {
    service.behaves = answers(200, JSON.stringify({ access_token: 'abc', expires_in: 3_600 }));
    assert.equal(await token(), 'abc');
    assert.deepEqual(
      service.seen.map(({ method, path, body }) => [method, path, new URLSearchParams(body).get('client_secret')]),
      [['POST', '/t/oauth2/v2.0/token', 'hush']],
    );
  });
});
