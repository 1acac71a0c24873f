import assert from 'node:assert/strict';
import { superseded } from '../../../../src/requests/knowing/superseded.ts';
import type { SeenGroup } from '../../../../src/requests/knowing/superseded-groups.ts';
import type { Fact } from '../../../../src/requests/record/fact.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const HOUR = 3_600_000;
const SAID = 10 * HOUR;
const OMAR = { kind: 'attested', at: SAID, by: 'Omar Okafor', request: 1 } as const;
const TAGGED = [{ property: 'tag', operator: 'equals', value: 'lab' }] as const;
const SOC = { id: 'aaaa', name: 'SOC' };

const said = (key: string, value: unknown): Fact => ({ key, value: value as never, source: OMAR, changedAt: SAID });
const settings = { description: '', level: 'full', conditions: TAGGED, opaque: false, access: [SOC] };
const LAB: SeenGroup = { id: 9, name: 'Lab', ungrouped: false, settings };
const HR: SeenGroup = { ...LAB, id: 7, name: 'HR' };
const REST: SeenGroup = { ...LAB, id: 1, name: '', ungrouped: true };

describe('what is read otherwise than it is remembered', () => {
  async function shown(facts: readonly Fact[], groups: readonly SeenGroup[], hours = 1) {
    const stored = {
      facts: async (_tenant: string, prefix: string) => facts.filter(({ key }) => key.startsWith(prefix)),
    };
    const services = { store: stored as never, tenantId: TENANT, clock: { now: () => SAID + hours * HOUR } };
    const changes = await superseded(services, { readAt: SAID + hours * HOUR, features: {}, groups });
    return changes.map(({ fact: { key, value, source } }) => [key, value, source.kind]);
  }

  const kept: readonly (readonly [string, unknown])[] = [
    ['group:9:level', 'full'],
    ['group:9:conditions', [...TAGGED]],
    ['group:9:access', [{ ...SOC, name: 'another name' }]],
    ['group:9:description', ''],
    ['group:order', [{ id: 9 }, { id: 7 }]],
  ];
  for (const [key, value] of kept)
    it(`keeps ${key} as it was said, where it is so still`, async () => {
      assert.deepEqual(await shown([said(key, value)], [LAB, HR, REST]), []);
    });

  const others: readonly (readonly [string, unknown, unknown])[] = [
    ['group:9:level', 'none', 'full'],
    ['group:9:conditions', [{ property: 'tag', operator: 'equals', value: 'old' }], TAGGED],
    ['group:9:access', [], [SOC]],
    ['group:9:description', 'old', ''],
    ['group:ungrouped:level', 'none', 'full'],
    ['group:order', [{ id: 7 }, { id: 9 }], [{ id: 9 }, { id: 7 }]],
    ['group:order', [{ id: 9 }, { id: 5 }, { id: 7 }], [{ id: 9 }, { id: 7 }]],
  ];
  for (const [key, value, read] of others)
    it(`takes what was read for ${key} (${JSON.stringify(value)})`, async () => {
      assert.deepEqual(await shown([said(key, value)], [LAB, HR, REST]), [[key, read, 'read']]);
    });

  it('forgets a group that is gone, and a name that no group has once it would be listed', async () => {
    const [number, name] = [said('group:5:level', 'full'), said('group:"Rigs":level', 'full')];
    assert.deepEqual(await shown([number, name], [LAB, REST]), [['group:5:level', null, 'not-known']]);
    assert.deepEqual(await shown([name], [LAB, REST], 6), [['group:"Rigs":level', null, 'not-known']]);
    assert.deepEqual(await shown([number, name], []), [], 'an empty list proves nothing');
  });

  it('takes what was read of a group that is known by its name alone', async () => {
    assert.deepEqual(await shown([said('group:"Lab":level', 'none')], [LAB, REST]), [
      ['group:"Lab":level', null, 'not-known'],
      ['group:9:level', 'full', 'read'],
    ]);
  });

  it('forgets a rule that became unreadable, and keeps what could not be read now', async () => {
    const facts = [said('group:9:conditions', [...TAGGED]), said('group:9:access', [])];
    const opaque = { ...LAB, settings: { ...settings, opaque: true, access: [] } };
    assert.deepEqual(await shown(facts, [{ ...opaque, unread: ['access'] }, REST]), [
      ['group:9:conditions', null, 'not-known'],
    ]);
    assert.deepEqual(await shown(facts, [{ ...opaque, unread: ['access', 'conditions'] }, REST]), []);
  });

  it('goes by no reading that is older than the word', async () => {
    assert.deepEqual(await shown([said('group:9:level', 'none')], [LAB, REST], -1), []);
  });
});
