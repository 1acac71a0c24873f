import type { Base } from '../../changes/base.ts';
import type { Assessment } from '../../changes/change-kind.ts';
import type { AffectedDevice } from '../../changes/device-effects.ts';
import { MOST_LOOKED_UP } from '../../changes/device-group/input/find-access.ts';
import type { FormInput, GroupInput } from '../../changes/device-group/input/group-input.ts';
import { formInputOf, openedInputOf } from '../../changes/device-group/input/input-of-change.ts';
import { type FormMemory, resolveInput } from '../../changes/device-group/input/resolve-input.ts';
import { isGroupChange } from '../../changes/device-group/kinds/group-kinds.ts';
import { UNREADABLE_ACCESS } from '../../changes/device-group.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { inEnglish } from '../../shared/language/worded.ts';
import { withAsked } from '../knowing/asked-groups.ts';
import type { Services } from '../ports/services.ts';
import type { Tenant } from '../ports/tenant.ts';
import type { FormChoices } from '../record/form.ts';
import { connectorFor, draftScopes } from '../rules/setting-owner.ts';

/** The choices of a form that is opened with this snapshot. */
export function choicesOf(now: TenantSnapshot): FormChoices {
  const groups = now.groups ?? [];
  const access = [...groups.flatMap((group) => group.access), ...nameable(now)];
  return {
    groups: groups.filter((group) => !group.ungrouped).map(({ id, name }) => ({ id, name })),
    access: [...new Map(access.map((group) => [group.id, group])).values()],
  };
}

function nameable({ access = [] }: TenantSnapshot) {
  return access.filter(({ id }) => id !== UNREADABLE_ACCESS.id);
}

/** A change that can be requested now, with what was read for it. */
export interface Draftable {
  readonly change: Change;
  readonly base: Base;
  readonly affected: readonly AffectedDevice[];
  readonly choices: FormChoices;
  /** The form input that results in the change, to edit the draft in a form; null where no form covers such changes. */
  readonly input: FormInput | null;
  /** What the tenant holds of the group now, for such a form; null for a new group. */
  readonly opened: FormInput | null;
  /** What of the wish is not in the change, since it is so already: a sentence. Absent where all of it is. */
  readonly isSo?: string;
}

export type Refused = Exclude<Assessment, { verdict: 'open' }>;
export type Assessed = ({ readonly verdict: 'open' } & Draftable) | Refused;

/**
 * Whether this can be drafted on the tenant as it is now; if so, with the base that an approval will be bound to.
 * @param now read with `draftScopes`
 */
export function assessDraft(
  asked: { readonly change: Change } | ({ readonly input: GroupInput } & FormMemory),
  now: TenantSnapshot,
): Assessed {
  if ('input' in asked) {
    const resolved = resolveInput(asked.input, now, asked);
    return resolved.verdict === 'open' ? draftable(resolved.change, now) : resolved;
  }
  const rules = kindOf(asked.change);
  const change = rules.resolve?.(asked.change, now) ?? asked.change;
  if ('verdict' in change) return change;
  const assessment = rules.assess(change, now);
  return assessment.verdict === 'open' ? draftable(change, now) : assessment;
}

/** A change that was found open, as it is drafted. */
export function draftable(change: Change, now: TenantSnapshot): { readonly verdict: 'open' } & Draftable {
  const rules = kindOf(change);
  return {
    verdict: 'open',
    change,
    base: inEnglish(() => rules.base(change, now)),
    affected: rules.affected(change, now),
    choices: choicesOf(now),
    input: isGroupChange(change) ? formInputOf(change, now.groups ?? []) : null,
    opened: isGroupChange(change) ? openedInputOf(change, now.groups ?? []) : null,
  };
}

/**
 * Reads the tenant to draft a change. A recent list of devices is enough. Where it cannot be read which Entra groups
 * hold a Defender role, looks up the requested groups in the directory.
 * @throws AirlockError the tenant's errors, directory-unavailable
 */
export async function readForDraft(
  services: Services,
  asked: { readonly change: Change } | { readonly input: GroupInput },
): Promise<TenantSnapshot> {
  const tenant = 'input' in asked ? services.tenant : connectorFor(services, asked.change);
  const read = await tenant.read(draftScopes(asked), 'recent', ...('change' in asked ? [asked.change] : []));
  return withLookedUp(services, tenant, read, 'input' in asked ? [asked.input] : []);
}

/**
 * A reading with what inputs name and it does not list: groups that requests ask to create, and Entra groups by the
 * directory. @throws AirlockError directory-unavailable
 */
export async function withLookedUp(
  services: Services,
  tenant: Tenant,
  read: TenantSnapshot,
  inputs: readonly GroupInput[],
): Promise<TenantSnapshot> {
  const now = inputs.length > 0 ? await withAsked(services, read, inputs.flatMap(namesIn)) : read;
  const names = inputs.flatMap((input) => ('fields' in input ? (input.fields.access ?? []) : []));
  const isListed = tenant.reads.access && now.accessUnread === undefined;
  if (isListed || names.length === 0 || names.length > MOST_LOOKED_UP) return now;
  return { ...now, entraGroups: await services.directory.findGroups(names) };
}

/** The names of groups that an input goes by. */
export function namesIn(input: GroupInput): readonly string[] {
  const group = 'group' in input ? [input.group] : [];
  const place = 'place' in input && input.place && 'group' in input.place ? [input.place.group] : [];
  return [...group, ...place].flatMap((one) => ('name' in one ? [one.name] : []));
}
