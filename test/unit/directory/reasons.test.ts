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

  const asked = () =>
    personOf(
      graphCall({ baseUrl: service.url, getToken: async () => 'token', timeoutMs: 15_000, clock: new ManualClock() }),
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
    ['has a fault', 500, '', JSON_TYPE, 'The directory did not answer, so nothing was decided.'],
    [
      'is not there, by a page with 404',
      404,
      '<html>Not found</html>',
      { 'content-type': 'text/html' },
      'The directory did not answer, so nothing was decided.',
    ],
  ] as const)
    it(`because it ${what}, gives no answer about a person`, async () => {
      service.behaves = answers(status, body, { ...type });
      await assert.rejects(asked(), (thrown: Error & { code?: string }) => {
        assert.deepEqual([thrown.code, thrown.message], ['directory-unavailable', `${says} Try again in a moment.`]);
        return true;
      });
    });

  it('that it has nobody of this id is an answer of its own', async () => {
    service.behaves = answers(404, error('Request_ResourceNotFound', 'x'), JSON_TYPE);
    assert.equal(await asked(), null);
  });
});
