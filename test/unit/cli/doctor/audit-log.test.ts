import assert from 'node:assert/strict';
import { auditLog } from '../../../../src/cli/doctor/checks/check-audit-log.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';

const json = (value: object) => ({ kind: 'json', value });
const said = (code: string, message: string) => json({ error: { code, message } });

/** A token that holds these permissions; nothing checks its signature here. */
function tokenOf(roles: readonly string[]): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ roles, tid: 't', appid: 'a' })}.x`;
}

type Answer = { readonly status: number; readonly body: object };

async function findings(hunting: Answer, feed: Answer | null = null): Promise<string> {
  const roles = { graph: ['ThreatHunting.Read.All'], activity: feed ? ['ActivityFeed.Read'] : [] };
  // Sound: the check takes no other member.
  const context = {
    token: async (resource: 'graph' | 'activity') => tokenOf(roles[resource]),
    probe: async (resource: string) => (resource === 'graph' ? hunting : feed),
  } as unknown as ServiceContext;
  const found = await auditLog.run(context);
  return found.map((one) => JSON.stringify(one)).join('\n');
}

const rows = (count: number): Answer => ({
  status: 200,
  body: json({ results: Array.from({ length: count }, () => 0) }),
});

describe('the doctor on Microsoft’s audit log', () => {
  it('counts no further than it asked', async () => {
    assert.match(await findings(rows(1)), /holds 1 change of a switch/);
    assert.match(await findings(rows(999)), /holds 999 changes/);
    assert.match(await findings(rows(1_000)), /holds 1000 or more changes/);
  });

  for (const [what, answer, says] of [
    [
      'a table that is not there',
      { status: 400, body: said('BadRequest', "'where' operator: Failed to resolve table 'CloudAppEvents'") },
      /could not be looked at \(ThreatHunting\.Read\.All\).*HTTP 400, BadRequest.*Failed to resolve table/,
    ],
    ['a fault', { status: 500, body: said('InternalServerError', 'x') }, /Advanced hunting has a fault of its own/],
    ['another form', { status: 200, body: json({ rows: [] }) }, /answered in a form that Airlock does not know/],
    ['a page', { status: 403, body: { kind: 'unreadable', why: 'content-type' } }, /HTTP 403, which says no reason/],
  ] as const)
    it(`passes on why it could not be looked at: ${what}`, async () => {
      const told = await findings(answer);
      assert.match(told, says);
      assert.doesNotMatch(told, /holds|again in a few minutes/);
    });

  it('says the same of the activity feed, beside what hunting gave', async () => {
    const told = await findings(rows(2), { status: 400, body: said('AF20023', 'The subscription was disabled') });
    assert.match(told, /holds 2 changes/);
    assert.match(told, /could not be looked at \(ActivityFeed\.Read\).*AF20023/);
  });
});
