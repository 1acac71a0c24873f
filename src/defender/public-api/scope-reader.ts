import { z } from 'zod';
import { groupedById, twinName } from '../../changes/device-group.ts';
import type { Clock, Log } from '../../shared/runtime.ts';
import type { Service } from './answer-fault.ts';
import { type BearerCall, bearerCall, inKnownForm } from './bearer-call.ts';
import { createCallBudget } from './call-budget.ts';

export interface ScopeReaderOptions {
  /** Origin, without a version: `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  /** Gets a token for Microsoft Graph. */
  readonly getToken: () => Promise<string>;
  readonly clock: Clock;
  /** Milliseconds for one page. */
  readonly timeoutMs: number;
  readonly log?: Log;
}

/** A device group as Graph lists it: without level, rule, rank or access. */
export interface DeviceGroupScope {
  /** Null if the answer has none that can be used. */
  readonly id: number | null;
  /** Empty if the answer has none. */
  readonly name: string;
  /** The same letter by letter; absent where it has no blanks at its ends. */
  readonly written?: string;
  /** Present where the list has several of this number: their names. */
  readonly twins?: readonly string[];
  /** Null if the answer says that there is none, absent if it says nothing that can be read. */
  readonly description?: string | null;
}

/** The device groups that Graph lists. */
export interface DeviceGroupList {
  readonly groups: readonly DeviceGroupScope[];
  /** Whether it ended without an end of its own: there may be more groups. */
  readonly brokenOff: boolean;
  /** How many entries may be device groups and tell neither kind nor anything else of it; absent for none. */
  readonly odd?: number;
}

export type ReadScopes = () => Promise<DeviceGroupList>;

const GRAPH: Service = {
  name: 'Microsoft Graph',
  api: 'Microsoft Graph',
  permission: 'RoleManagement.Read.Defender',
};

/** One list serves every kind of scope (learn: customappscope). Nothing is asked of those of another kind. */
const scope = z.object({
  type: z.unknown().optional(),
  id: z.unknown().optional(),
  displayName: z.string().nullish().catch(null),
  description: z.string().nullish().catch(undefined),
});

type Scope = z.infer<typeof scope>;

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });
const PATH = '/beta/roleManagement/defender/customAppScopes';

/** A tenant has 2,000 device groups at most (docs/facts/defender.md#device-groups). */
const MOST_PAGES = 40;

/**
 * Reads the device groups of the tenant from the documented (beta) list of Microsoft Graph. They keep its order, which
 * is not the rank. Where none of them has an id that can be used, the form is not known.
 */
export function createScopeReader(options: ScopeReaderOptions): ReadScopes {
  const call = bearerCall({ ...options, service: GRAPH, budget: createCallBudget([], options.clock) });
  return async () => {
    const { entries, brokenOff } = await readScopes(call);
    const scopes = entries.map((one) => scope.safeParse(one).data ?? null);
    const groups = joinTwins(scopes.flatMap((one) => (one && isDeviceGroup(one) ? [scopeOf(one)] : [])));
    const odd = scopes.filter((one) => one === null || kindOf(one) === '').length;
    const leftOut = groups.filter(({ id }) => id === null).length;
    if (leftOut > 0 && leftOut === groups.length) inKnownForm(GRAPH, { success: false });
    if (leftOut > 0) options.log?.warn({ leftOut, groups: groups.length }, 'unreadable device groups left out');
    if (brokenOff) options.log?.warn({ groups: groups.length }, 'the list of device groups broke off');
    if (odd > 0) options.log?.warn({ odd, groups: groups.length }, 'odd entries in the list of device groups');
    return { groups, brokenOff, ...(odd > 0 && { odd }) };
  };
}

/** Groups of one number as one group: where they differ it is not known what that number is called, or described as. */
function joinTwins(groups: readonly DeviceGroupScope[]): readonly DeviceGroupScope[] {
  const byId = groupedById<number | null, DeviceGroupScope>(groups);
  return groups.flatMap((group): DeviceGroupScope[] => {
    const { id } = group;
    const all = byId.get(id) ?? [];
    if (id === null || all.length === 1) return [group];
    if (all[0] !== group) return [];
    const [names, described] = [all.map(({ name }) => name), all.map((one) => one.description ?? null)];
    const [several, isDescribed] = [new Set(names).size > 1, new Set(described).size === 1];
    if (!several && isDescribed) return [group];
    const { description, ...rest } = group;
    const name = several ? twinName(id, [...new Set(names)]) : group.name;
    return [{ ...rest, name, twins: names, ...(isDescribed && description !== undefined && { description }) }];
  });
}

/** Letters alone, in lower case; empty for a scope that tells no kind. */
function kindOf({ type }: Scope): string {
  return typeof type === 'string' ? type.toLowerCase().replaceAll(/[^a-z]/g, '') : '';
}

function isDeviceGroup(one: Scope): boolean {
  return /^devicegroups?$/.test(kindOf(one));
}

/**
 * Reads page by page. A page that brings nothing new, and a link to nowhere, are no end: the list broke off there.
 * @throws AirlockError the tenant's errors; tenant-schema for a list without an end, since it may not be whole
 */
async function readScopes(call: BearerCall): Promise<{ entries: readonly unknown[]; brokenOff: boolean }> {
  const found: unknown[] = [];
  const ids = new Set<unknown>();
  const asked = new Set<string>();
  for (let next: string | null = PATH; next !== null; ) {
    if (asked.has(next) || asked.size === MOST_PAGES) inKnownForm(GRAPH, { success: false });
    asked.add(next);
    const { body, none } = await call(next);
    if (none) throw none;
    const { value, '@odata.nextLink': link } = inKnownForm(GRAPH, page.safeParse(body));
    const scopes = value.flatMap((one) => scope.safeParse(one).data ?? []);
    const isNew = scopes.length === 0 || scopes.some(({ id }) => !ids.has(id));
    if (!isNew) return { entries: found, brokenOff: true };
    for (const { id } of scopes) ids.add(id);
    found.push(...value);
    if (link?.trim() === '') return { entries: found, brokenOff: true };
    next = link ?? null;
  }
  return { entries: found, brokenOff: false };
}

/** Whether the list broke off, or an entry cannot be used: then it cannot show that another is absent. */
export function hasGaps(list: DeviceGroupList): boolean {
  return list.brokenOff || leftOutOf(list) > 0;
}

/** How many entries cannot be used. */
export function leftOutOf({ groups, odd = 0 }: DeviceGroupList): number {
  return odd + groups.filter(({ id, name }) => id === null || name === '').length;
}

/** Converts one scope. Its id is Defender's number, in most answers with leading zeroes: `00567`. */
function scopeOf({ id, displayName, description }: Scope): DeviceGroupScope {
  const number = typeof id === 'number' ? String(id) : id;
  const isUsable = typeof number === 'string' && /^\d{1,10}$/.test(number);
  const name = displayName?.trim() ?? '';
  return {
    id: isUsable ? Number(number) : null,
    name,
    ...(description !== undefined && { description }),
    ...(displayName && displayName !== name && { written: displayName }),
  };
}
