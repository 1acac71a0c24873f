import assert from 'node:assert/strict';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import type { Person } from '../../../../src/sandbox/company/person.ts';
import { GRAPH_SCOPE, type Json, type SandboxOnLoopback, sandboxOnLoopback } from '../wire/sandbox-on-loopback.ts';

describe('sandbox/graph: who shares a mark', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  const get = (filter: string, more = '', headers: Record<string, string> = {}) =>
    sandbox.call(`/v1.0/users?$filter=${encodeURIComponent(filter)}${more}`, { token, headers });
  const found = async (filter: string) => {
    const { body } = await get(filter, '&$select=id&$top=3');
    return body.value.map(({ id }: Json) => id);
  };

  before(async () => {
    sandbox = await sandboxOnLoopback();
    token = await sandbox.token(GRAPH_SCOPE);
    const bob = sandbox.world.people.find(({ id }) => id === PEOPLE_IDS.bob) as Person;
    bob.otherMails = ['Bob@Priv.example'];
    bob.proxyAddresses = ['SMTP:bob@harbourline.example', 'smtp:b.brandt@harbourline.example'];
    bob.onPremisesImmutableId = 'aGVsbG8=';
    (sandbox.world.people.find(({ id }) => id === PEOPLE_IDS.gus) as Person).proxyAddresses = null;
  });
  after(() => sandbox.close());

  for (const [filter, who] of [
    ["employeeId eq '1001'", [PEOPLE_IDS.alice, PEOPLE_IDS.alice2]],
    ["employeeId in ('1002','1003')", [PEOPLE_IDS.bob, PEOPLE_IDS.grace]],
    ["onPremisesImmutableId eq 'aGVsbG8='", [PEOPLE_IDS.bob]],
    ["mail eq 'BOB@harbourline.example'", [PEOPLE_IDS.bob]],
    ["otherMails/any(x:x eq 'bob@priv.example')", [PEOPLE_IDS.bob]],
    ["otherMails/any(x: x eq 'bob@priv.example')", [PEOPLE_IDS.bob]],
    ["proxyAddresses/any(x:x eq 'smtp:bob@harbourline.example')", [PEOPLE_IDS.bob]],
    ["proxyAddresses/any(p:startswith(p,'smtp:b.brandt@'))", [PEOPLE_IDS.bob]],
    ["proxyAddresses/any(x:x eq 'bob@harbourline.example')", []],
    [
      "mail eq 'grace@harbourline.example' or otherMails/any(x:x eq 'bob@priv.example')",
      [PEOPLE_IDS.bob, PEOPLE_IDS.grace],
    ],
    ["externalUserState eq 'Accepted' and userType eq 'Guest'", [PEOPLE_IDS.gus]],
  ] as const) {
    it(`finds ${filter}`, async () => {
      assert.deepEqual(await found(filter), who);
    });
  }

  it('takes what negates or looks at endings in an advanced query only', async () => {
    for (const filter of [
      "employeeId ne '1001'",
      "not(mail eq 'bob@harbourline.example')",
      "endswith(mail,'@harbourline.example')",
      "otherMails/any(x:endswith(x,'@priv.example'))",
    ]) {
      for (const [more, headers] of [
        ['', {}],
        ['&$count=true', {}],
        ['', { ConsistencyLevel: 'eventual' }],
      ] as const) {
        const refused = await get(filter, more, headers);
        assert.deepEqual([refused.status, refused.body.error?.code], [400, 'Request_UnsupportedQuery'], filter);
      }
      const answer = await get(filter, '&$count=true', { ConsistencyLevel: 'eventual' });
      assert.equal(answer.status, 200, filter);
      assert.equal(answer.body['@odata.count'], answer.body.value.length);
    }
  });

  it('ignores $count without the header, as Graph does', async () => {
    const { status, body } = await get("employeeId eq '1001'", '&$count=true');
    assert.deepEqual([status, '@odata.count' in body], [200, false]);
  });

  for (const filter of [
    "otherMails eq 'bob@priv.example'",
    "mail/any(x:x eq 'bob@priv.example')",
    "otherMails/any(x:y eq 'bob@priv.example')",
    "otherMails/any(x eq 'bob@priv.example')",
    "otherMails/all(x:x eq 'bob@priv.example')",
    "otherMails/any(x:x eq 'bob@priv.example'",
    "otherMails/any(x:x gt 'bob@priv.example')",
    "jobTitle eq 'Endpoint lead'",
  ]) {
    it(`refuses ${filter}`, async () => {
      assert.equal((await get(filter)).status, 400);
    });
  }
});
