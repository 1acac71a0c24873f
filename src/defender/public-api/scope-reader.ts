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
  readonly id: number;
  /** Empty if the answer has none. */
  readonly name: string;
  /** Null if the answer has none. */
  readonly description: string | null;
}

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
 * is not the rank. A group that cannot be used is left out; where none can be, the form is not known.
 */
export function createScopeReader(options: ScopeReaderOptions): () => Promise<readonly DeviceGroupScope[]> {
  const call = bearerCall({ ...options, service: GRAPH, budget: createCallBudget([], options.clock) });
  return async () => {
    const scopes = await readScopes(call);
    const groups = scopes.filter(({ type }) => type === 'DeviceGroups');
    const found = groups.flatMap((one) => scopeOf(one) ?? []);
    if (found.length === 0 && groups.length > 0) inKnownForm(GRAPH, { success: false });
    const leftOut = groups.length - found.length;
    if (leftOut > 0) options.log?.warn({ leftOut, groups: found.length }, 'unreadable device groups left out');
    return found;
  };
}

/** @throws AirlockError the tenant's errors; tenant-schema for a list without an end, since it may not be whole */
async function readScopes(call: BearerCall): Promise<readonly Scope[]> {
  const found: Scope[] = [];
  const asked = new Set<string>();
  for (let next: string | null = PATH; next !== null; ) {
    if (asked.has(next) || asked.size === MOST_PAGES) inKnownForm(GRAPH, { success: false });
    asked.add(next);
    const { body, none } = await call(next);
    if (none) throw none;
    const { value, '@odata.nextLink': link } = inKnownForm(GRAPH, page.safeParse(body));
    found.push(...value.flatMap((one) => scope.safeParse(one).data ?? []));
    next = link ?? null;
  }
  return found;
}

/** Converts one scope. Its id is Defender's number, in most answers with leading zeroes: `00567`. */
function scopeOf({ id, displayName, description }: Scope): DeviceGroupScope | null {
  const number = typeof id === 'number' ? String(id) : id;
  if (typeof number !== 'string' || !/^\d{1,10}$/.test(number)) return null;
  return { id: Number(number), name: displayName?.trim() ?? '', description: description ?? null };
}
