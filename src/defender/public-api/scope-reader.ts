import { z } from 'zod';
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
  /** Null if the answer has none. */
  readonly description: string | null;
}

/** The device groups that Graph lists. */
export interface DeviceGroupList {
  readonly groups: readonly DeviceGroupScope[];
  /** Whether it ended without an end of its own: there may be more groups. */
  readonly brokenOff: boolean;
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
  description: z.string().nullish().catch(null),
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
    const { scopes, brokenOff } = await readScopes(call);
    const groups = scopes.filter(({ type }) => typeof type === 'string' && /^devicegroups$/i.test(type)).map(scopeOf);
    const leftOut = groups.filter(({ id }) => id === null).length;
    if (leftOut > 0 && leftOut === groups.length) inKnownForm(GRAPH, { success: false });
    if (leftOut > 0) options.log?.warn({ leftOut, groups: groups.length }, 'unreadable device groups left out');
    if (brokenOff) options.log?.warn({ groups: groups.length }, 'the list of device groups broke off');
    return { groups, brokenOff };
  };
}

/**
 * Reads page by page. A page that brings nothing new, and a link to nowhere, are no end: the list broke off there.
 * @throws AirlockError the tenant's errors; tenant-schema for a list without an end, since it may not be whole
 */
async function readScopes(call: BearerCall): Promise<{ scopes: readonly Scope[]; brokenOff: boolean }> {
  const found: Scope[] = [];
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
    if (!isNew) return { scopes: found, brokenOff: true };
    for (const { id } of scopes) ids.add(id);
    found.push(...scopes);
    if (link?.trim() === '') return { scopes: found, brokenOff: true };
    next = link ?? null;
  }
  return { scopes: found, brokenOff: false };
}

/** Whether the list broke off, or a group cannot be used: then it cannot show that another is absent. */
export function hasGaps({ groups, brokenOff }: DeviceGroupList): boolean {
  return brokenOff || groups.some(({ id, name }) => id === null || name === '');
}

/** Converts one scope. Its id is Defender's number, in most answers with leading zeroes: `00567`. */
function scopeOf({ id, displayName, description }: Scope): DeviceGroupScope {
  const number = typeof id === 'number' ? String(id) : id;
  const isUsable = typeof number === 'string' && /^\d{1,10}$/.test(number);
  return { id: isUsable ? Number(number) : null, name: displayName?.trim() ?? '', description: description ?? null };
}
