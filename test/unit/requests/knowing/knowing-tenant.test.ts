import assert from 'node:assert/strict';
import { unreadParts } from '../../../../src/changes/device-group/model/groups-in.ts';
import type { DeviceGroup } from '../../../../src/changes/device-group.ts';
import type { Source } from '../../../../src/changes/knowledge/knowledge.ts';
import type { TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import { groupsOf } from '../../../../src/defender/guided/guided-tenant.ts';
import { knowingTenant } from '../../../../src/requests/knowing/knowing-tenant.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Tenant } from '../../../../src/requests/ports/tenant.ts';
import type { Fact } from '../../../../src/requests/record/fact.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';

const OMAR = { kind: 'attested', at: BUILT_AT - 7, by: 'Omar Okafor', request: 1 } as const;
const LOGGED: Source = { kind: 'corroborated', at: 9, by: 'omar@harbourline.example', request: 1 };
const NOT_KNOWN: Source = { kind: 'not-known' };
const TAGGED = [{ property: 'tag', operator: 'equals', value: 'build' }] as const;

const fact = (key: string, value: Json, source: Source = OMAR): Fact => ({ key, value, source, changedAt: 1 });

describe('a tenant that remembers', () => {
  let services: Services;
  let asked: string[];
  beforeEach(async () => {
    services = await memoryServices(() => null);
    asked = [];
  });
  afterEach(() => services.store.close());

  /** What is read where the connector reads this, and Airlock remembers that. */
  async function read(now: Partial<TenantSnapshot>, ...facts: Fact[]): Promise<TenantSnapshot> {
    const { tenantId, store } = services;
    if (facts.length > 0)
      await store.send({ messages: [], tasks: [], facts: { tenantId, changes: facts.map((one) => ({ fact: one })) } });
    const watched = {
      ...store,
      facts(of: typeof tenantId, prefix: string) {
        asked.push(prefix);
        return store.facts(of, prefix);
      },
    };
    const snapshot = { tenantId, readAt: 5, product: 'unknown', ...now } as const;
    const tenant: Tenant = { ...services.tenant, read: async () => snapshot };
    return knowingTenant(tenant, { ...services, store: watched }).read([]);
  }
  const guided = (...names: { id: number; name: string }[]) => ({
    groups: groupsOf(
      names.map((one) => ({ ...one, description: 'As it is' })),
      null,
    ),
  });
  const LAB = { id: 9, name: 'Lab' };
  const unread = { features: { 'automated-investigation': 'unread', 'auto-resolve-alerts': 'unread' } } as const;
  const keys = async () =>
    (await services.store.facts(services.tenantId, 'group:'))
      .filter(({ source }) => source.kind !== 'not-known')
      .map(({ key }) => key);

  it('says of each switch what it is and how that is known, corroborated as well as attested', async () => {
    const now = await read(unread, fact('feature:automated-investigation', 'on', LOGGED));
    assert.deepEqual(now.features, { 'automated-investigation': 'on', 'auto-resolve-alerts': 'unread' });
    assert.deepEqual(now.sources, {
      'feature:automated-investigation': LOGGED,
      'feature:auto-resolve-alerts': NOT_KNOWN,
    });
    assert.deepEqual(asked, ['feature:']);
  });

  it('goes by what was read, whatever it remembers, and then asks the store nothing', async () => {
    const features = { 'automated-investigation': 'off', 'auto-resolve-alerts': 'unknown' } as const;
    const now = await read({ features }, fact('feature:automated-investigation', 'on'));
    assert.deepEqual([now.features, now.sources, asked], [features, undefined, []]);
  });

  it('leaves out what it cannot read of what it remembers', async () => {
    const now = await read(unread, fact('feature:automated-investigation', 'sometimes'));
    assert.equal(now.features?.['automated-investigation'], 'unread');
  });

  it('knows the parts of a group one by one, and never takes the others for none', async () => {
    const now = await read(guided(LAB), fact('group:9:level', 'full'));
    const lab = now.groups?.[0] ?? assert.fail('no group');
    assert.deepEqual([lab.level, unreadParts(lab)], ['full', ['conditions', 'access', 'rank']]);
    assert.equal(lab.opaque, true);
    assert.deepEqual(now.sources?.['group:9:level'], OMAR);
    assert.deepEqual(now.sources?.['group:9:access'], NOT_KNOWN);
  });

  it('keeps what is known by name until the group is listed, and by its number from then on', async () => {
    const facts = [fact('group:"Rigs":level', 'full'), fact('group:"Rigs":conditions', [...TAGGED])];
    await read(guided(LAB), ...facts);
    assert.deepEqual(await keys(), ['group:"Rigs":conditions', 'group:"Rigs":level']);
    const listed = await read(guided(LAB, { id: 21, name: 'Rigs' }));
    const rigs = listed.groups?.find(({ id }) => id === 21);
    assert.deepEqual([rigs?.level, rigs?.conditions, rigs?.opaque], ['full', TAGGED, false]);
    assert.deepEqual(await keys(), ['group:21:conditions', 'group:21:level']);
    assert.deepEqual(listed.sources?.['group:21:level'], { ...OMAR, ofName: true }, 'it may be another group');
    const renamed = await read(guided({ id: 21, name: 'Builders' }, { id: 22, name: 'Rigs' }));
    assert.deepEqual(
      renamed.groups?.map(({ level }) => level),
      ['full', 'unread', 'unread'],
    );
  });

  it('takes over for no group what was said of its name too long ago, nor its place', async () => {
    const week = 7 * 86_400_000;
    const said = (at: number): Fact[] => [
      fact('group:"Rigs":level', 'full', { ...OMAR, at }),
      fact('group:order', [{ name: 'Rigs' }, { id: 9 }], { ...OMAR, at }),
    ];
    const rigs = guided(LAB, { id: 21, name: 'Rigs' });
    const late = await read(rigs, ...said(BUILT_AT - week - 1));
    assert.deepEqual(
      [late.groups?.find(({ id }) => id === 21)?.level, late.sources?.['group:21:level']],
      ['unread', NOT_KNOWN],
    );
    assert.deepEqual(
      late.groups?.map(({ rank }) => rank),
      [null, null, null],
    );
    assert.deepEqual(late.sources?.['group:9:rank'], NOT_KNOWN);
    assert.equal((await keys()).includes('group:21:level'), false);
    const soon = await read(rigs, ...said(BUILT_AT - week));
    assert.equal(soon.groups?.find(({ id }) => id === 21)?.level, 'full');
    assert.equal(soon.sources?.['group:9:rank']?.kind, 'reckoned');
  });

  it('reckons ranks from the places that requests gave, where every listed group has one', async () => {
    const order = fact('group:order', [{ id: 21 }, { id: 9 }]);
    const whole = await read(guided(LAB, { id: 21, name: 'Rigs' }), order);
    assert.deepEqual(
      whole.groups?.map(({ id, rank }) => [id, rank]),
      [
        [21, 1],
        [9, 2],
        [0, null],
      ],
    );
    assert.equal(whole.sources?.['group:9:rank']?.kind, 'reckoned');
    const more = await read(guided(LAB, { id: 21, name: 'Rigs' }, { id: 30, name: 'Strange' }));
    assert.deepEqual(new Set(more.groups?.map(({ rank }) => rank)), new Set([null]));
    assert.equal(more.sources?.['group:9:rank']?.kind, 'attested', 'the order of these two is known');
    assert.deepEqual(more.sources?.['group:30:rank'], NOT_KNOWN);
  });

  it('takes ranks that were read before as read then, and reckons them from that once a group is gone', async () => {
    const source = { kind: 'read', at: BUILT_AT - 9 } as const;
    const order = fact('group:order', [{ id: 21 }, { id: 9 }], source);
    const same = await read(guided(LAB, { id: 21, name: 'Rigs' }), order);
    assert.deepEqual(same.sources?.['group:9:rank'], source);
    const fewer = await read(guided(LAB));
    const by = 'an earlier reading of their order';
    assert.deepEqual(fewer.sources?.['group:9:rank'], { kind: 'reckoned', at: source.at, by });
  });

  it('lets another instance note the same at the same time', async () => {
    await read(guided(LAB), fact('group:"Rigs":level', 'full'));
    const both = await Promise.all([1, 2].map(() => read(guided({ id: 21, name: 'Rigs' }))));
    const levels = both.map(({ groups }) => (groups as readonly DeviceGroup[])[0]?.level);
    assert.deepEqual(levels, ['full', 'full']);
  });
});
