import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../src/sandbox/company/world.ts';
import { investigationsOf } from '../../../src/sandbox/mde/investigations.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

/** One part of an answer that is odd does not stop what does not need it. */
describe('with the supported APIs, an odd part', () => {
  let company: Company;
  before(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => {
    company.sandbox.world.faults.splice(0);
    company.clock.pass(60_000);
  });
  after(() => company.close());

  function odd(surface: Fault['surface'], path: string, list: OddList): void {
    company.sandbox.world.faults.push({ surface, path, kind: 'odd-list', list });
  }

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  for (const [what, scope] of [
    ['of another kind without a name', { id: 'b3c1', type: 'SentinelWorkspaces', displayName: null }],
    ['of another kind with a number for an id', { id: 17, type: 'DataCollections', displayName: 'x' }],
    ['of device groups without a name', { id: '00001', type: 'DeviceGroups', displayName: null, description: null }],
    ['of device groups with a number for an id', { id: 77, type: 'DeviceGroups', displayName: 'Kiosks' }],
    ['that is null', null],
  ] as const)
    it(`among the scopes, ${what}, stops no command`, async () => {
      odd('graph', 'customAppScopes', { more: [scope] });
      assert.match(await answer('edit device group Lab level full'), /Draft, not sent yet/);
    });

  it('a list of scopes that goes on without anything new ends there', async () => {
    odd('graph', 'customAppScopes', { link: 'new' });
    assert.match(await answer('edit device group Lab level full'), /Change device group Lab/);
  });

  it('in what Defender is busy with, is counted as not read', async () => {
    odd('mde', '/api/investigations', { without: ['state'], records: 2 });
    odd('mde', '/api/machineactions', { more: [{ status: 5 }, null] });
    odd('mde', 'ByMachineGroups', { set: { score: null }, records: 1 });
    const text = await answer('status');
    assert.match(text, /Automated investigations, 7 days: [^.]*\. 2 more could not be read, or do not say/);
    assert.match(text, /Response actions on devices, 7 days: [^.]*\. 2 more could not be read, or do not say/);
    assert.doesNotMatch(text, /Not read:/);
  });

  it('in which Defender does not know how an investigation stands, is not told as one that does not wait', async () => {
    const begun = investigationsOf(company.sandbox.world).slice(0, 2);
    const before = begun.map(({ investigation: { state } }) => state);
    for (const { investigation } of begun) Object.assign(investigation, { state: 'Unknown' });
    odd('graph', 'alerts_v2', { set: { investigationState: 'unknown' }, records: 1 });
    assert.match(
      await answer('status'),
      /Automated investigations, 7 days: [^.]*\. \d more could not be read, or do not/,
    );
    const text = await answer('pending');
    assert.match(text, /Investigations: 2 could not be read, or do not say how they stand/);
    assert.match(text, /Alerts that wait: \d could not be read, or do not say how they stand/);
    assert.match(text, /At least \d+ waiting|Nothing waits in what was read/);
    for (const [at, { investigation }] of begun.entries()) Object.assign(investigation, { state: before[at] });
  });

  for (const status of [null, '', 'Unknown'])
    it(`among actions on devices, a state that tells nothing (${status}), is told as not known`, async () => {
      odd('mde', '/api/machineactions', { set: { status } });
      assert.match(await answer('actions'), /\(how it went is not known\)/);
    });

  for (const [what, fault, says] of [
    [
      'a feature that is not enabled',
      { status: 403, says: { code: 'Forbidden', message: 'Tenant feature is not enabled' } },
      /HTTP 403, Forbidden\), saying: "Tenant feature is not enabled"/,
    ],
    [
      'a token for another audience',
      { status: 403, says: { code: 'Forbidden', message: 'The audience of the token is not accepted' } },
      /saying: "The audience of the token is not accepted"/,
    ],
    [
      'something before Defender',
      { status: 403, page: true },
      /answered with HTTP 403, which says no reason\. The answer may be of something before it/,
    ],
    [
      'a tenant that is not provisioned',
      { status: 401, says: { code: 'Unauthorized', message: 'Tenant is not provisioned' } },
      /HTTP 401, Unauthorized\), saying: "Tenant is not provisioned"/,
    ],
    [
      'a pause',
      { status: 429, says: { code: 'TooManyRequests', message: 'Quota of the tenant is used up' } },
      /takes no call now \(HTTP 429\), saying: "Quota of the tenant is used up"/,
    ],
  ] as const)
    it(`${what} is told by the reason that was given, and none is guessed`, async () => {
      company.sandbox.world.faults.push({ surface: 'mde', path: '/api/machines', kind: 'status', ...fault });
      const text = await answer('create device group "HR" level full tag equals hr');
      assert.match(text, says);
      assert.doesNotMatch(text, /lacks the permission|enabled in Entra/);
    });
});
