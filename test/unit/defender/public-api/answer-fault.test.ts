import assert from 'node:assert/strict';
import { answerFault, paced, saysNone, throttled } from '../../../../src/defender/public-api/answer-fault.ts';

const MACHINES = { name: 'Defender', api: 'WindowsDefenderATP', permission: 'Machine.Read.All' };
const GRANT =
  "Airlock's token lacks the permission Machine.Read.All on WindowsDefenderATP: grant it in Entra ID to its app or managed identity, with admin consent.";
const noReason = (status: number) =>
  `The call to Defender was answered with HTTP ${status}, which says no reason. The answer may be of something before it, such as a proxy, a gateway or a Conditional Access policy.`;

const json = (value: unknown) => ({ kind: 'json', value }) as const;
const own = (code: string, message?: string | null) => json({ error: { code, message, target: '|x' } });
const page = { kind: 'unreadable', why: 'content-type' } as const;
const empty = { kind: 'empty' } as const;
const TOKEN = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.c`;

describe('what an answer of an API with a fault is told as', () => {
  for (const [status, body, roles, code, says] of [
    [
      403,
      own('Forbidden', 'Tenant feature is not enabled'),
      ['Machine.Read.All'],
      'tenant-refused',
      `Defender refused the call (HTTP 403, Forbidden), saying: "Tenant feature is not enabled". Airlock's token holds Machine.Read.All.`,
    ],
    [
      403,
      own('Forbidden', 'Missing application roles.'),
      ['Score.Read.All'],
      'tenant-refused',
      `${GRANT} Defender refused the call (HTTP 403, Forbidden), saying: "Missing application roles."`,
    ],
    [403, empty, [], 'tenant-refused', `${GRANT} Defender refused the call (HTTP 403). It gave no reason.`],
    [
      403,
      own('Forbidden'),
      ['Machine.ReadWrite.All'],
      'tenant-refused',
      "Defender refused the call (HTTP 403, Forbidden). It gave no reason. Airlock's token holds Machine.Read.All.",
    ],
    [
      403,
      own('Forbidden', 'x'),
      null,
      'tenant-refused',
      'Defender refused the call (HTTP 403, Forbidden), saying: "x".',
    ],
    [403, page, [], 'tenant-refused', noReason(403)],
    [302, empty, [], 'tenant-refused', noReason(302)],
    [401, page, [], 'tenant-refused', noReason(401)],
    [404, page, [], 'tenant-unavailable', noReason(404)],
    [502, page, [], 'tenant-unavailable', noReason(502)],
    [
      401,
      own('Unauthorized', 'Tenant is not provisioned'),
      [],
      'tenant-signed-out',
      `Defender did not take Airlock's sign-in (HTTP 401, Unauthorized), saying: "Tenant is not provisioned".`,
    ],
    [401, empty, [], 'tenant-signed-out', "Defender did not take Airlock's sign-in (HTTP 401). It gave no reason."],
    [
      400,
      json({ statusCode: 400, message: 'Subscription\u202E key\nis missing!' }),
      [],
      'tenant-refused',
      'Defender refused the call (HTTP 400), saying: "Subscription key is missing!"',
    ],
    [
      500,
      own('InternalServerError', null),
      [],
      'tenant-unavailable',
      'Defender has a fault of its own (HTTP 500, InternalServerError). It gave no reason.',
    ],
    [500, empty, [], 'tenant-unavailable', 'Defender answered with HTTP 500, which says no reason.'],
    [
      403,
      own('<b>', '<html>Access blocked</html>'),
      null,
      'tenant-refused',
      'Defender refused the call (HTTP 403). It gave no reason.',
    ],
    [
      403,
      own('X', `The token ${TOKEN} is bad`),
      null,
      'tenant-refused',
      'Defender refused the call (HTTP 403, X), saying: "The token … is bad".',
    ],
    [
      403,
      own('X', `secret ${'k'.repeat(60)}=`),
      null,
      'tenant-refused',
      'Defender refused the call (HTTP 403, X), saying: "secret …"',
    ],
  ] as const)
    it(`HTTP ${status}: ${says.slice(0, 110)}`, () => {
      const fault = answerFault(MACHINES, { status, body, roles });
      const { says: named, ...details } = fault.details;
      assert.deepEqual([fault.code, fault.message, details], [code, says, { status }]);
      if (named !== undefined)
        assert(says.includes(`(HTTP ${status}, ${String(named)})`), 'the code of the API itself');
    });

  it('quotes no more than 200 characters', () => {
    const fault = answerFault(MACHINES, { status: 400, body: own('X', 'no '.repeat(500)), roles: null });
    assert.equal(/saying: "(.*)"/u.exec(fault.message)?.[1]?.length, 200);
  });

  for (const [status, asked, says] of [
    [429, 90_000, 'Defender takes no call now (HTTP 429), saying: "Wait." It asks to wait 2 minutes.'],
    [
      429,
      null,
      'Defender takes no call now (HTTP 429), saying: "Wait." It did not say for how long: Airlock waits 2 minutes.',
    ],
    [
      429,
      7_200_000,
      'Defender takes no call now (HTTP 429), saying: "Wait." It asks to wait 120 minutes; Airlock asks again after 2 minutes.',
    ],
    [503, 90_000, 'Defender has a fault of its own (HTTP 503, X), saying: "Wait." It asks to wait 2 minutes.'],
  ] as const)
    it(`tells who chose how long to wait: ${says.slice(40)}`, () => {
      const pause = { until: 90_000, asked };
      const fault = throttled(MACHINES, { pause, now: 0 }, { status, body: own('X', 'Wait.'), roles: [] });
      assert.equal(fault.message, says);
      assert.deepEqual(fault.details, { status, retryAt: 90_000 });
    });

  for (const [why, says] of [
    [
      'unsaid',
      'Airlock makes no call to Defender for 1 minute: Defender took no more calls, and did not say for how long.',
    ],
    ['asked', 'Airlock makes no call to Defender for 1 minute: Defender asked it to wait.'],
    [
      'paced',
      'Airlock makes no call to Defender for 1 minute: it paces its own calls, to stay within the limits of Defender.',
    ],
    [
      'kept',
      'Airlock makes no call to Defender for 1 minute: what the limits of Defender leave for now is kept for isolations, releases and app restrictions, which go first.',
    ],
  ] as const)
    it(`a call that Airlock held back is not told as a refusal: ${says.slice(46)}`, () => {
      const fault = paced(MACHINES, { until: 60_000, why }, 0);
      assert.deepEqual([fault.code, fault.message], ['tenant-throttled', says]);
      assert.deepEqual(fault.details, { retryAt: 60_000 });
    });

  it('only the API itself says that there is nothing', () => {
    for (const code of ['NotFound', 'ResourceNotFound']) assert(saysNone({ status: 404, body: own(code) }));
    for (const body of [page, empty, json({ statusCode: 404, message: 'Resource not found' }), own('BadRequest')])
      assert(!saysNone({ status: 404, body }));
    assert(!saysNone({ status: 400, body: own('NotFound') }));
  });
});
