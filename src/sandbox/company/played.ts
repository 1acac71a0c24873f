import { HABIT_NAMES, type HabitName } from './habits.ts';
import type { TenantKind } from './world.ts';

/** The kinds of tenant by age and licence. */
export const TENANT_KINDS = ['classic', 'current', 'business', 'plan1'] as const satisfies readonly TenantKind[];

/** What `SANDBOX_TENANT` takes: a kind of tenant with the habits that Airlock assumes, or a habit of a classic one. */
export type PlayedName = TenantKind | HabitName;

export const PLAYED_NAMES: readonly PlayedName[] = [...TENANT_KINDS, ...HABIT_NAMES];

/** The kind and the habit that a name of `PLAYED_NAMES` stands for. */
export function playedAs(name: PlayedName): { readonly kind: TenantKind; readonly habit: HabitName } {
  const kind = TENANT_KINDS.find((one) => one === name);
  const habit = HABIT_NAMES.find((one) => one === name);
  return { kind: kind ?? 'classic', habit: habit ?? 'as-assumed' };
}
