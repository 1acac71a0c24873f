import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/change.ts';
import type { Assessment } from '../../changes/change-kind.ts';
import { MOST_LOOKED_UP } from '../../changes/device-group/input/find-names.ts';
import type { Wish } from '../../changes/device-group/input/group-input.ts';
import { wishOfChange } from '../../changes/device-group/input/input-of-change.ts';
import { resolveWish } from '../../changes/device-group/input/resolve-input.ts';
import type { AffectedDevice } from '../../changes/device-group/membership/move-preview.ts';
import { kindOf } from '../../changes/kind-of.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import type { Parts } from '../ports/services.ts';
import type { FormChoices, FormWish } from '../record/form.ts';
import { tenantOf } from '../rules/own-settings.ts';

/** What can be chosen in a form that is opened on this reading. */
export function choicesOf(now: TenantSnapshot): FormChoices {
  const groups = now.groups ?? [];
  const access = [...groups.flatMap((group) => group.access), ...(now.access ?? [])];
  return {
    groups: groups.filter((group) => !group.ungrouped).map(({ id, name }) => ({ id, name })),
    access: [...new Map(access.map((group) => [group.id, group])).values()],
  };
}

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

/** What must be read to draft a change, or to make a change of a wish: devices only where they would move. */
export function draftScopes(asked: { readonly change: Change } | { readonly wish: Wish }): readonly Scope[] {
  if ('wish' in asked) return ['groups', 'devices', 'access'];
  const { scopes, previewScopes } = kindOf(asked.change);
  return [...new Set([...scopes, ...previewScopes])];
}

/**
 * The tenant as it is read to draft a change; a recent list of devices will do. Where the connector cannot read which Entra groups hold a
 * Defender role, those that are asked for are looked up in the directory.
 * @throws AirlockError the tenant's errors, directory-unavailable
 */
export async function readForDraft(
  parts: Parts,
  asked: { readonly change: Change } | { readonly wish: Wish },
): Promise<TenantSnapshot> {
  const tenant = 'wish' in asked ? parts.tenant : tenantOf(parts, asked.change);
  const now = await tenant.read(draftScopes(asked), 'recent');
  const names = 'wish' in asked && 'fields' in asked.wish ? (asked.wish.fields.access ?? []) : [];
  if (tenant.connector !== 'guided' || names.length === 0 || names.length > MOST_LOOKED_UP) return now;
  return { ...now, entraGroups: await parts.directory.findGroups(names) };
}
