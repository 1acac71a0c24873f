import assert from 'node:assert/strict';
import type { GroupChange } from '../../../../../src/changes/device-group/model/group-change.ts';
import type { Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
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
import { checkCandour, checkClaims, Truth } from './claims.ts';
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

function check(habit: HabitName, number: number, random: Random, world: World, devices: readonly Device[]): void {
  const wire = world.tenant.deviceGroups;
  const operators = operatorsShownBy(wire, devices);
  const groups = groupsOf(wire, operators);
  const read = operators.byNumber[0] === 'ends-with' ? 'other-operators' : 'as-assumed';
  const change = randomChange(
    random,
    GROUP_CHANGE_KINDS[number % GROUP_CHANGE_KINDS.length] ?? 'ungrouped-devices',
    groups,
  );
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
