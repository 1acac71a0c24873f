import type { Base } from '../changes/base.ts';
import type { Change } from '../changes/change.ts';
import type { Assessment } from '../changes/change-kind.ts';
import type { AffectedDevice } from '../changes/device-group/move-preview.ts';
import { resolveWish } from '../changes/device-group/resolve-wish.ts';
import type { Wish } from '../changes/device-group/wish.ts';
import { wishOfChange } from '../changes/device-group/wish-of.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { Scope, TenantSnapshot } from '../changes/tenant-snapshot.ts';
import type { FormChoices, FormWish } from './form.ts';

/** A change that can be asked for now, and what was read for it. */
export interface Draftable {
  readonly change: Change;
  readonly base: Base;
  readonly affected: readonly AffectedDevice[];
  readonly choices: FormChoices;
  /** The wish that leads to the change, to edit the draft in a form; null where no form makes such changes. */
  readonly wish: FormWish | null;
}

export type Refused = Exclude<Assessment, { verdict: 'open' }>;

export type Assessed = ({ readonly verdict: 'open' } & Draftable) | Refused;

/** What must be read to make a change of a wish, whatever its kind. */
export const WISH_SCOPES: readonly Scope[] = ['groups', 'devices', 'access'];

/** What must be read to draft this change. */
export function scopesOf(change: Change): readonly Scope[] {
  const { scopes, previewScopes } = kindOf(change);
  return [...new Set([...scopes, ...previewScopes])];
}

export function assessChange(change: Change, now: TenantSnapshot): Assessed {
  const assessment = kindOf(change).assess(change, now);
  return assessment.verdict === 'open' ? draftable(change, now) : assessment;
}

/** @param now read with WISH_SCOPES */
export function assessWish(wish: Wish, now: TenantSnapshot): Assessed {
  const resolved = resolveWish(wish, now);
  return resolved.verdict === 'open' ? draftable(resolved.change, now) : resolved;
}

function draftable(change: Change, now: TenantSnapshot): Assessed {
  const rules = kindOf(change);
  return {
    verdict: 'open',
    change,
    base: rules.base(change, now),
    affected: rules.affected(change, now),
    choices: choicesOf(now),
    wish: formWish(change, now),
  };
}

function formWish(change: Change, now: TenantSnapshot): FormWish | null {
  if (change.kind === 'advanced-feature') return null;
  const wish = wishOfChange(change, now.groups ?? []);
  return wish.kind === 'device-group.delete' || wish.kind === 'device-group.rank' ? null : wish;
}

/** What can be chosen in a form that is opened on this reading. */
export function choicesOf(now: TenantSnapshot): FormChoices {
  const groups = now.groups ?? [];
  const access = [...groups.flatMap((group) => group.access), ...(now.access ?? [])];
  return {
    groups: groups.filter((group) => !group.ungrouped).map(({ id, name }) => ({ id, name })),
    access: [...new Map(access.map((group) => [group.id, group])).values()],
  };
}
