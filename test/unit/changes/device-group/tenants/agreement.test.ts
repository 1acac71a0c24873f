import assert from 'node:assert/strict';
import type { Effects } from '../../../../../src/changes/device-effects.ts';
import type { GroupChange } from '../../../../../src/changes/device-group/model/group-change.ts';
import type { Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import type { DeviceTagsChange } from '../../../../../src/changes/supported/tags/tag-change.ts';
import type { TenantSnapshot } from '../../../../../src/changes/tenant-snapshot.ts';
import { groupsOf as namesOf } from '../../../../../src/defender/guided/guided-tenant.ts';
import { operatorsShownBy } from '../../../../../src/defender/portal/operators/operator-numbers.ts';
import { groupsOf } from '../../../../../src/defender/portal/reading/read-groups.ts';
import type { World } from '../../../../../src/sandbox/company/world.ts';
import { HABIT_NAMES, type HabitName } from '../../../../../src/shared/played-tenants.ts';
import { AT, habitWorld } from '../../../../support/generated/habit-world.ts';
import { Random } from '../../../../support/generated/random.ts';
import { GROUP_CHANGE_KINDS, randomChange } from '../../../../support/generated/random-tenant.ts';
import { toldLines, toldRisk } from '../told-risk.ts';
import { checkCandour, checkClaims, checkTagClaims, habitTold, Truth } from './claims.ts';
import { readWorlds } from './read-worlds.ts';

const SEED = 20_261_129;
const TENANTS = 500;

describe('what a card claims of a tenant', () => {
  for (const [at, habit] of HABIT_NAMES.entries()) {
    it(`is what Defender holds, or is called reckoned or not known: ${habit}, ${TENANTS} tenants (seed ${SEED + at})`, async () => {
      const random = new Random(SEED + at);
      const worlds = Array.from({ length: TENANTS }, () => habitWorld(random, habit));
      const fleets = await readWorlds(worlds);
      for (const [number, world] of worlds.entries()) check(habit, number, random, world, fleets[number] ?? []);
    });
  }
});

const KINDS = [...GROUP_CHANGE_KINDS, 'add', 'remove'] as const;

function check(habit: HabitName, number: number, random: Random, world: World, devices: readonly Device[]): void {
  const wire = world.tenant.deviceGroups;
  const operators = operatorsShownBy(wire, devices);
  const groups = groupsOf(wire, operators);
  const read = operators.byNumber[0] === 'ends-with' ? 'other-operators' : 'as-assumed';
  const kind = KINDS[number % KINDS.length] ?? 'ungrouped-devices';
  if (kind === 'add' || kind === 'remove') {
    checkTags(kind, { habit, number, random, world, read, devices, groups });
    return;
  }
  const change = randomChange(random, kind, groups);
  if (change === null) return;
  for (const known of [groups, unread(groups)]) {
    const told = sentencesOf(change, { tenantId: 't', readAt: AT, product: 'plan2', groups: known, devices });
    try {
      const truth = new Truth(world, subjectOf(change, known), read);
      checkClaims(told, truth);
      if (known === groups) checkCandour(told, truth);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      assert.fail(`${habit}, tenant ${number}, ${JSON.stringify(change)}:\n${message}\nin:\n${told.join('\n')}`);
    }
  }
}

interface Tagged {
  readonly habit: HabitName;
  readonly number: number;
  readonly random: Random;
  readonly world: World;
  readonly read: HabitName;
  readonly devices: readonly Device[];
  readonly groups: readonly DeviceGroup[];
}

/** Which devices a tag moves goes by the same assumptions, or by the habit that the card names. */
function checkTags(action: 'add' | 'remove', { habit, number, random, world, read, devices, groups }: Tagged): void {
  const change = randomTag(random, action, devices, groups);
  if (change === null) return;
  const rules = kindOf<DeviceTagsChange>(change);
  const ids = change.devices.map(({ id }) => id);
  for (const known of [groups, unread(groups)]) {
    const now = { tenantId: 't', readAt: AT, product: 'plan2', groups: known, devices } as const;
    const base = rules.base(change, now);
    const { banner, notes } = toldRisk(rules.risk(change, base));
    const effects: Effects = rules.effects(change, base) ?? assert.fail('a tag has effects');
    const told = [effects.headline, ...toldLines(effects), ...(banner === null ? [] : [banner]), ...notes];
    const moving = rules.affected(change, now).filter(({ from, to }) => from?.id !== to?.id);
    const by = habitTold(told, read);
    if (by === null) continue;
    try {
      const truth = new Truth(world, '', by);
      checkTagClaims(told, truth, ids);
      for (const { id, from } of moving) truth.assertKnown(id, from?.name ?? 'no group');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      assert.fail(`${habit}, tenant ${number}, ${JSON.stringify(change)}:\n${message}\nin:\n${told.join('\n')}`);
    }
  }
}

/** A tag that a rule looks for, or one that a device has; on about half of the devices. */
function randomTag(
  random: Random,
  action: 'add' | 'remove',
  devices: readonly Device[],
  groups: readonly DeviceGroup[],
): DeviceTagsChange | null {
  const sought = groups.flatMap(({ conditions }) =>
    conditions.flatMap((one) => (one.property === 'tag' && 'value' in one ? [one.value] : [])),
  );
  const tags = action === 'add' ? sought : devices.flatMap((device) => device.tags);
  const of = devices.filter(() => random.chance(0.5)).map(({ id }) => ({ id, name: id }));
  if (tags.length === 0 || of.length === 0) return null;
  const wanted = { names: of.map(({ name }) => name) };
  return { kind: 'device-tags', action, tag: random.pick(tags), wanted, devices: of };
}

/** The groups as the guided connector knows them. */
function unread(groups: readonly DeviceGroup[]): readonly DeviceGroup[] {
  return namesOf(
    groups.filter(({ ungrouped }) => !ungrouped).map(({ id, name, description }) => ({ id, name, description })),
    null,
  );
}

function sentencesOf(change: GroupChange, now: TenantSnapshot): string[] {
  const rules = kindOf<GroupChange>(change);
  const base = rules.base(change, now);
  const { banner, others, notes } = toldRisk(rules.risk(change, base));
  const effects = rules.effects(change, base);
  return [
    ...(effects ? [effects.headline, ...toldLines(effects)] : []),
    ...(banner === null ? [] : [banner]),
    ...others.map(({ text }) => text),
    ...notes,
  ];
}

function subjectOf(change: GroupChange, groups: readonly DeviceGroup[]): string {
  if (change.kind === 'ungrouped-devices') return 'Ungrouped devices';
  if (change.kind === 'device-group.create') return '';
  return groups.find(({ id }) => id === change.group.id)?.name ?? '';
}
