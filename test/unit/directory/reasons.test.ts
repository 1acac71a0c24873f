import assert from 'node:assert/strict';
import { graphCall } from '../../../src/directory/graph-call.ts';
import { personOf } from '../../../src/directory/graph-people.ts';
import { entraObjectId } from '../../../src/shared/ids.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { answers, ServiceOnLoopback } from '../shared/service-on-loopback.ts';

const OID = entraObjectId.parse('11111111-2222-4333-8444-555555555555');
const JSON_TYPE = { 'content-type': 'application/json' };
const error = (code: string, message: string) => JSON.stringify({ error: { code, message } });

/** "Nothing was decided" lets nobody in; why, is what the directory said, and never a guess. */
describe('a directory that does not tell', () => {
  let service: ServiceOnLoopback;
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
  });
  afterEach(() => service.close());

  const asked = (token = 'token') =>
    personOf(
      graphCall({ baseUrl: service.url, getToken: async () => token, timeoutMs: 15_000, clock: new ManualClock() }),
      OID,
    );

  for (const [what, status, body, type, says] of [
    [
      'refuses',
      403,
      error('Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
      JSON_TYPE,
      'The directory refused to tell (HTTP 403, "Authorization_RequestDenied: Insufficient privileges to complete the operation."), so nothing was decided.',
    ],
    [
      'refuses by a page',
      403,
      '<html>Blocked</html>',
      { 'content-type': 'text/html' },
      'The directory refused to tell (HTTP 403), so nothing was decided.',
    ],
    [
      'has a fault',
      500,
      '',
      JSON_TYPE,
      'The directory has a fault of its own (HTTP 500), so nothing was decided. Try again in a moment.',
    ],
    [
      'has a fault of which it tells',
      500,
      error('Directory_Backend', 'Replica dsr-7 is being rebuilt.'),
      JSON_TYPE,
      'The directory has a fault of its own (HTTP 500, "Directory_Backend: Replica dsr-7 is being rebuilt."), so nothing was decided. Try again in a moment.',
    ],
    [
      'does not take the question',
      400,
      error('Request_BadRequest', 'Property onPremisesImmutableId is restricted.'),
      JSON_TYPE,
      'The directory did not take the question (HTTP 400, "Request_BadRequest: Property onPremisesImmutableId is restricted."), so nothing was decided.',
    ],
    [
      'takes no more calls',
      429,
      error('TooManyRequests', 'Slow down.'),
      { ...JSON_TYPE, 'retry-after': '3600' },
      'The directory takes no more calls now (HTTP 429, "TooManyRequests: Slow down."), so nothing was decided. Try again in a moment.',
    ],
    [
      'answers in another form',
      200,
      '{"value":[]}',
      JSON_TYPE,
      'The directory answered in a form that Airlock does not know, so nothing was decided.',
    ],
    [
      'does not tell whether the account is enabled',
      200,
      JSON.stringify({ id: OID, accountEnabled: null }),
      JSON_TYPE,
      'The directory does not say whether this account is enabled, so nothing was decided.',
    ],
    [
      'dates the account oddly',
      200,
      JSON.stringify({ id: OID, accountEnabled: true, createdDateTime: 7 }),
      JSON_TYPE,
      'The directory tells since when this account exists in a form that Airlock does not know, so nothing was decided.',
    ],
    [
      'is not there, by a page with 404',
      404,
      '<html>Not found</html>',
      { 'content-type': 'text/html' },
      'The directory did not answer, so nothing was decided. Try again in a moment.',
    ],
  ] as const)
    it(`because it ${what}, gives no answer about a person`, async () => {
      service.behaves = answers(status, body, { ...type });
      await assert.rejects(asked(), (thrown: Error & { code?: string }) => {
        assert.deepEqual([thrown.code, thrown.message], ['directory-unavailable', says]);
        return true;
      });
    });

  const refused = answers(403, error('Authorization_RequestDenied', 'No.'), JSON_TYPE);
  const tokenWith = (...roles: string[]) => `x.${Buffer.from(JSON.stringify({ roles })).toString('base64url')}.x`;

  for (const [roles, advises] of [
    [['User.Read.All'], false],
    [['User.ReadWrite.All'], false],
    [['Directory.Read.All'], false],
    [['GroupMember.Read.All'], true],
  ] as const)
    it(`advises a permission only where the token lacks it: ${roles}`, async () => {
      service.behaves = refused;
      const message = advises
        ? /\. Airlock's token lacks User\.Read\.All: .* grant it\.$/
        : /so nothing was decided\.$/;
      await assert.rejects(asked(tokenWith(...roles)), { message });
    });

  it('that it has nobody of this id is an answer of its own', async () => {
    service.behaves = answers(404, error('Request_ResourceNotFound', 'x'), JSON_TYPE);
    assert.equal(await asked(), null);
  });
});
