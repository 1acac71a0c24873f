import type { Base } from '../changes/base.ts';
import type { Change } from '../changes/change.ts';
import type { Assessment } from '../changes/change-kind.ts';
import type { AffectedDevice } from '../changes/device-group/move-preview.ts';
import { resolveWish } from '../changes/device-group/resolve-wish.ts';
import type { Wish } from '../changes/device-group/wish.ts';
import { wishOfChange } from '../changes/device-group/wish-of.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { TenantSnapshot } from '../changes/tenant-snapshot.ts';
import { choicesOf } from './choices-of.ts';
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

/**
 * Whether this can be drafted on the tenant as it is now, with what an approval will be bound to.
 * @param now read with `draftScopes`
 */
export function assessDraft(
  asked: { readonly change: Change } | { readonly wish: Wish },
  now: TenantSnapshot,
): Assessed {
  if ('wish' in asked) {
    const resolved = resolveWish(asked.wish, now);
    return resolved.verdict === 'open' ? draftable(resolved.change, now) : resolved;
  }
  const assessment = kindOf(asked.change).assess(asked.change, now);
  return assessment.verdict === 'open' ? draftable(asked.change, now) : assessment;
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
  if (change.kind === 'advanced-feature' || change.kind === 'approval-channel') return null;
  const wish = wishOfChange(change, now.groups ?? []);
  return wish.kind === 'device-group.delete' || wish.kind === 'device-group.rank' ? null : wish;
}
