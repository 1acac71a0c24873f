import assert from 'node:assert/strict';
import type { GroupInput } from '../../../../../src/changes/device-group/input/group-input.ts';
import { inputOfGroup } from '../../../../../src/changes/device-group/input/input-of-change.ts';
import { resolveInput } from '../../../../../src/changes/device-group/input/resolve-input.ts';
import type { Device } from '../../../../../src/changes/device-group.ts';
import type { Change } from '../../../../../src/changes/registry/change.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../../../../src/changes/tenant-snapshot.ts';
import { groupsOf } from '../../../../../src/defender/guided/guided-tenant.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { aDevice } from '../../../../support/samples/device-samples.ts';
import { toldLines, toldRisk } from '../told-risk.ts';

const ENTRA = '11111111-2222-4333-8444-555555555555';
const LAB = { id: 9, name: 'Lab' };
const FINANCE = { id: 4, name: 'Finance' };
const tagged = (value: string) => ({ property: 'tag', operator: 'equals', value }) as const;

function device(id: string, tag: string, groupId: number | null): Device {
  return aDevice({ id, name: id, domain: '', tags: [tag], groupId });
}

const DEVICES = [device('a', 'lab', 9), device('b', 'lab', 4), device('c', 'pay', 4), device('d', 'x', null)];

/** A tenant as the guided connector reads it: names and descriptions, and nothing else of the groups. */
function snapshot(names: readonly { id: number; name: string }[] = [FINANCE, LAB], devices = DEVICES): TenantSnapshot {
  const groups = groupsOf(
    names.map((one) => ({ ...one, description: 'As it is' })),
    null,
  );
  return { tenantId: 't', readAt: 0, product: 'unknown', byHand: true, groups, devices };
}

/** What a card says of a change. */
function told(change: unknown) {
  const rules = kindOf(change as Change);
  const base = rules.base(change as Change, snapshot());
  const rows = rules.diff(change as Change, base).map(({ label, from, to }) => `${label}: ${from} -> ${to}`);
  const { banner } = toldRisk(rules.risk(change as Change, base));
  return { rows, banner, effects: rules.effects(change as Change, base), base };
}

const definition = { name: 'Rigs', description: '', level: 'full', conditions: [tagged('lab')], access: [] };
const create = { kind: 'device-group.create', definition, before: null };
const remove = { kind: 'device-group.delete', group: LAB };
const rank = { kind: 'device-group.rank', group: LAB, before: FINANCE };
const update = (set: object) => ({ kind: 'device-group.update', group: LAB, set });
const ungrouped = (set: object) => ({ kind: 'ungrouped-devices', set });

describe('groups that a connector names without reading them', () => {
  it('say "not known" wherever a value was not read, and never "none"', () => {
    assert.deepEqual(told(remove).rows, [
      'Device group: Lab -> deleted',
      'Description: As it is -> deleted',
      'Remediation level: not known -> deleted',
      'Conditions: not known -> deleted',
      'Access: not known -> deleted',
      'Rank: not known -> deleted',
    ]);
    assert.deepEqual(told(rank).rows, ['Rank: not known -> right before Finance']);
    assert.deepEqual(told(update({ level: 'none', conditions: [tagged('x')], access: [], description: 'New' })).rows, [
      'Description: As it is -> New',
      'Remediation level: not known -> No automated response',
      'Conditions: not known -> Tag equals x',
      'Access: not known -> everybody with portal access',
    ]);
    assert.deepEqual(told(ungrouped({ level: 'full', access: [] })).rows, [
      'Remediation level: not known -> Full remediation',
      'Access: not known -> everybody with portal access',
    ]);
    assert.equal(told(create).rows.at(-1), 'Rank: - -> last');
    assert.equal(told({ ...create, before: FINANCE }).rows.at(-1), 'Rank: - -> right before Finance');
  });

  it('never count as being as requested already, except for what can be read', () => {
    const verdict = (change: unknown) => kindOf(change as Change).assess(change as Change, snapshot()).verdict;
    for (const change of [
      rank,
      { ...rank, group: FINANCE, before: LAB },
      { ...rank, before: null },
      update({ access: [] }),
      update({ level: 'full' }),
      update({ conditions: [tagged('lab')] }),
      ungrouped({ access: [] }),
      ungrouped({ level: 'full' }),
      create,
    ]) {
      assert.equal(verdict(change), 'open', JSON.stringify(change));
    }
    assert.equal(verdict(update({ description: 'As it is' })), 'already');
    assert.equal(verdict({ ...remove, group: { id: 77, name: 'Gone' } }), 'already');
  });

  it('say that moves are unknown, what Defender reports, and what the new conditions match on their own', () => {
    const lines = (change: unknown) => toldLines(told(change).effects);
    assert.match(told(remove).effects?.headline ?? '', /^Which devices would move is not known/);
    assert.deepEqual(lines(remove), ['Defender reports 1 of 4 devices in this group now.']);
    assert.deepEqual(lines(create), [
      'The conditions asked for match 2 of 4 devices (reckoned); those that a higher rank takes stay there.',
    ]);
    assert.deepEqual(lines(ungrouped({ level: 'none' })), ['Defender reports 1 of 4 devices in this group now.']);
    const rules = kindOf(create as unknown as Change);
    assert.deepEqual(rules.affected(create as unknown as Change, snapshot()), []);
  });

  it('carry a banner unless the change cannot lower protection on any tenant', () => {
    const semi = { ...create, definition: { ...definition, level: 'semi-core-folders' } };
    for (const change of [semi, remove, rank, update({ level: 'none' }), update({ conditions: [tagged('x')] })])
      assert.match(told(change).banner ?? '', /is not known whether this lowers protection/);
    for (const change of [create, update({ level: 'full' }), update({ name: 'Rigs' }), ungrouped({ access: [] })])
      assert.equal(told(change).banner, null);
  });

  it('have a base that other groups and devices do not change', () => {
    const rules = kindOf(rank as Change);
    const bound = ({ objects, preview }: ReturnType<typeof rules.base>) => ({ objects, preview });
    const more = snapshot([FINANCE, LAB, { id: 12, name: 'New' }], [...DEVICES, device('e', 'lab', 9)]);
    assert.deepEqual(bound(rules.base(rank as Change, more)), bound(told(rank).base));
  });

  it('cannot be restored, and say why', () => {
    for (const change of [remove, rank, update({ access: [] })] as Change[]) {
      const rules = kindOf(change);
      const inverse = rules.inverse(change, rules.base(change, snapshot()), snapshot());
      assert.match('why' in inverse ? inverse.why : '', /^Not all that this changed is known as it was/);
      assert(!('instead' in inverse));
    }
  });

  it('are undone by what the person writes, where it is known what that would be', () => {
    const instead = (change: unknown) => {
      const rules = kindOf(change as Change);
      const inverse = rules.inverse(change as Change, rules.base(change as Change, snapshot()), snapshot());
      return 'instead' in inverse ? inverse.instead : null;
    };
    assert.equal(instead(create), `delete device group "${create.definition.name}"`);
    assert.equal(parseCommand(instead(create) ?? '').kind, 'input');
    assert.equal(instead(update({ name: 'Rigs', level: 'full' })), null);
  });

  it('are restored where all that changed can be read', () => {
    const renaming = update({ name: 'Rigs' }) as Change;
    const rules = kindOf(renaming);
    const after = snapshot([FINANCE, { ...LAB, name: 'Rigs' }]);
    const inverse = rules.inverse(renaming, rules.base(renaming, snapshot()), after);
    const back = { kind: 'device-group.update', group: { id: 9, name: 'Rigs' }, set: { name: 'Lab' } };
    assert.deepEqual(inverse, { change: back });
  });

  describe('in an input', () => {
    const resolve = (input: GroupInput) => resolveInput(input, snapshot());
    const changed = (fields: object): GroupInput => ({ kind: 'device-group.update', group: { name: 'lab' }, fields });
    const faults = (input: GroupInput) => {
      const resolved = resolve(input);
      return resolved.verdict === 'invalid' ? resolved.faults.map(({ message }) => message) : [];
    };

    it('naming nobody for access says nothing, where else it would open devices to everybody', () => {
      assert.deepEqual(
        inputOfGroup({
          ...LAB,
          description: '',
          level: 'unread',
          rank: null,
          conditions: [],
          opaque: true,
          access: [],
          ungrouped: false,
        }).fields,
        {
          name: 'Lab',
          description: '',
        },
      );
      const resolved = resolve(changed({ level: 'Full remediation', access: [] }));
      assert.deepEqual('change' in resolved && resolved.change, update({ level: 'full' }));
    });

    it('Entra groups are those that the directory has, by id or name; whether they hold a role cannot be read', () => {
      const team = { id: ENTRA, name: 'Server team' };
      const twin = { ...team, id: ENTRA.replace(/^./, '9') };
      const told = (access: readonly string[], ...entraGroups: readonly (typeof team)[]) =>
        resolveInput(changed({ access }), { ...snapshot(), entraGroups });
      for (const entry of [ENTRA.toUpperCase(), 'server TEAM']) {
        const resolved = told([entry], team);
        assert.deepEqual('change' in resolved && resolved.change, update({ access: [team] }));
      }
      const why = (...input: Parameters<typeof told>) => {
        const resolved = told(...input);
        return resolved.verdict === 'invalid' ? resolved.faults.map(({ message }) => message).join() : '';
      };
      assert.equal(why(['Nobody']), '"Nobody" is no security group in Entra ID.');
      assert.match(
        why(['Server team'], team, twin),
        /Several Entra groups are called "Server team"\. Give the object id/,
      );
      const many = Array.from({ length: 51 }, (_, n) => `Team ${n}`);
      assert.equal(why(many), 'Name 50 Entra groups at most in one request.');
    });

    it('a place is before a group, or last', () => {
      const ranked = (place: unknown): GroupInput =>
        ({ kind: 'device-group.rank', group: { id: 9 }, place }) as GroupInput;
      for (const place of [
        { at: 'rank', rank: '1' },
        { at: 'after', group: { id: 4 } },
      ]) {
        assert.match(faults(ranked(place))[0] ?? '', /^Ranks are not known here/);
      }
      const before = resolve(ranked({ at: 'before', group: { name: 'finance' } }));
      assert.deepEqual('change' in before && before.change, rank);
      const last = resolve(ranked({ at: 'last' }));
      assert.deepEqual('change' in last && last.change, { ...rank, before: null });
    });

    it('conditions can be set whole, since a person sees what is there', () => {
      const row = { property: 'tag', operator: 'equals', value: 'lab' };
      const resolved = resolve(changed({ conditions: [row] }));
      assert.deepEqual('change' in resolved && resolved.change, update({ conditions: [tagged('lab')] }));
    });
  });
});
