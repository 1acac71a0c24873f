import assert from 'node:assert/strict';
import type { GroupDefinition } from '../../../../../src/changes/device-group/model/group-change.ts';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import { OpenPortal } from '../../../../support/wire/open-portal.ts';

describe('device groups that others write too, or that Defender does not take', () => {
  let portal: OpenPortal;
  beforeEach(async () => {
    portal = await OpenPortal.open();
  });
  afterEach(() => portal.close());

  const create = (fields: Partial<GroupDefinition> = {}): Change => {
    const conditions: GroupDefinition['conditions'] = [{ property: 'tag', operator: 'equals', value: 'sales' }];
    const definition: GroupDefinition = {
      name: 'Sales',
      description: '',
      level: 'full',
      conditions,
      access: [],
      ...fields,
    };
    return { kind: 'device-group.create', definition, before: null };
  };
  const relevel = (level: GroupDefinition['level'] = 'full'): Change => ({
    kind: 'device-group.update',
    group: portal.ref('Lab'),
    set: { level },
  });

  it('keeps what somebody changed elsewhere between the approval and the write', async () => {
    const outcome = await portal.write(relevel(), () =>
      portal.edit({ group: 'Servers', set: { AutoRemediationLevel: 0, Owner: 'plant' } }),
    );
    assert.deepEqual(outcome, { kind: 'written' });
    const { AutoRemediationLevel, Owner } = portal.group('Servers');
    assert.deepEqual([AutoRemediationLevel, Owner], [0, 'plant']);
  });

  it('says which other groups somebody changed, made or deleted while it was written', async () => {
    portal.clock.pass(60_000);
    const outcome = await portal.write(relevel(), () =>
      portal.afterWrite(() => portal.exchange({ Servers: { AutoRemediationLevel: 0 }, Finance: null })),
    );
    assert.deepEqual(outcome, {
      kind: 'written',
      warning:
        'Other device groups were changed by somebody else at the same time: Finance, Servers. Check that they are as they should be.',
    });
  });

  it('reports an unknown outcome when somebody changed the same group again', async () => {
    const outcome = await portal.write(relevel(), () =>
      portal.afterWrite(() => portal.exchange({ Lab: { AutoRemediationLevel: 0 } })),
    );
    assert.deepEqual(outcome, { kind: 'accepted', why: 'The reading right after it does not show it.' });
  });

  it('counts a new group as written only if it has a number that did not exist before', async () => {
    const outcome = await portal.write(create(), () =>
      portal.afterWrite(() =>
        portal.exchange({ Lab: null, Sales: { MachineGroupId: portal.group('Lab').MachineGroupId } }),
      ),
    );
    assert.equal(outcome.kind, 'accepted');
  });

  it('says in one sentence why Defender refuses the list', async () => {
    const base = await portal.base(relevel());
    portal.calls = 0;
    portal.before = { 3: () => portal.exchange({ Servers: null }) };
    const outcome = await portal.tenant.write(relevel(), base);
    assert.deepEqual(outcome, {
      kind: 'refused',
      code: 'tenant-refused',
      why: 'Defender refused the call (HTTP 400), saying: "There is no device group 6."',
      retryAt: null,
    });
    assert.deepEqual(portal.written, []);
  });

  it('refuses for good, and sends nothing, where it does not know the number of a level', async () => {
    for (const change of [create({ level: 'semi-core-folders' }), relevel('semi-core-folders')]) {
      const outcome = await portal.write(change);
      assert.deepEqual(outcome.kind === 'refused' && [outcome.code, outcome.retryAt], ['tenant-unsupported', null]);
      assert.deepEqual([portal.written, portal.calls], [[], 2]);
    }
  });

  it('keeps two new groups apart, and nothing else', async () => {
    assert.deepEqual(await portal.write(create()), { kind: 'written' });
    const retryAt = portal.clock.now() + 15_000;
    const second = await portal.write(create({ name: 'Marketing' }));
    assert.deepEqual(second.kind === 'refused' && [second.code, second.retryAt], ['tenant-throttled', retryAt]);
    assert.deepEqual(await portal.write(relevel()), { kind: 'written' });
    portal.clock.pass(15_000);
    assert.deepEqual(await portal.write(create({ name: 'Marketing' })), { kind: 'written' });
    assert.equal(portal.written.length, 3);
  });

  it('counts the pause from a write of unknown outcome too, and not from one that was refused', async () => {
    const faults = [{ kind: 'status', status: 400 }, { kind: 'cut' }] as const;
    const endings = [];
    for (const fault of faults) {
      const outcome = await portal.write(create(), () => portal.fault({ ...fault, method: 'PUT' }));
      endings.push(outcome.kind === 'refused' ? outcome.code : outcome.kind);
    }
    const third = await portal.write(create());
    endings.push(third.kind === 'refused' && third.code);
    assert.deepEqual(endings, ['tenant-refused', 'unknown', 'tenant-throttled']);
  });

  it('writes nothing to a tenant without device groups', async () => {
    await portal.close();
    portal = await OpenPortal.open('business');
    const outcome = await portal.write(create());
    assert.deepEqual(outcome.kind === 'refused' && [outcome.code, outcome.why, outcome.retryAt], [
      'tenant-unsupported',
      'This tenant has no device groups.',
      null,
    ]);
    assert.deepEqual(portal.written, []);
  });
});
