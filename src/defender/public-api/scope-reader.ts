import { z } from 'zod';
import type { Clock } from '../../shared/runtime.ts';
import { answerFault, bearerCall, inKnownForm } from './bearer-call.ts';
import { createCallBudget } from './call-budget.ts';

export interface ScopeReaderOptions {
  /** Origin, without a version: `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  /** Gets a token for Microsoft Graph. */
  readonly getToken: () => Promise<string>;
  readonly clock: Clock;
  /** Milliseconds for one page. */
  readonly timeoutMs: number;
}

/** A device group as Graph lists it: without level, rule, rank or access. */
export interface DeviceGroupScope {
  readonly id: number;
  readonly name: string;
  /** Null if the answer has none. */
  readonly description: string | null;
}

const SERVICE = { name: 'Microsoft Graph', permission: 'RoleManagement.Read.Defender on Microsoft Graph' } as const;

const scope = z.object({
  id: z.string(),
  type: z.string(),
  displayName: z.string(),
  description: z.string().nullish(),
});

const page = z.object({ value: z.array(scope), '@odata.nextLink': z.string().optional() });
const PATH = '/beta/roleManagement/defender/customAppScopes';

/** A tenant has 2,000 device groups at most (docs/facts/defender.md#device-groups). */
const MOST_PAGES = 40;

/**
 * Reads the device groups of the tenant from the documented (beta) list of Microsoft Graph. They keep its order, which
 * is not the rank.
 */
export function createScopeReader(options: ScopeReaderOptions): () => Promise<readonly DeviceGroupScope[]> {
  const call = bearerCall({ ...options, service: SERVICE, budget: createCallBudget([], options.clock) });
  return async () => {
    const found: DeviceGroupScope[] = [];
    let next: string | undefined = PATH;
    for (let pages = 0; next !== undefined; pages++) {
      if (pages === MOST_PAGES) inKnownForm(SERVICE, { success: false });
      const { status, body } = await call(next);
      if (status !== 200) throw answerFault(SERVICE, status);
      const { value, '@odata.nextLink': link } = inKnownForm(SERVICE, page.safeParse(body));
      found.push(...value.filter(({ type }) => type === 'DeviceGroups').map(scopeOf));
      next = link;
    }
    return found;
  };
}

/** Converts one scope. Its id is Defender's number with leading zeroes: `00567`. */
function scopeOf({ id, displayName, description }: z.infer<typeof scope>): DeviceGroupScope {
  if (!/^\d{1,10}$/.test(id)) inKnownForm(SERVICE, { success: false });
  return { id: Number(id), name: displayName.trim(), description: description ?? null };
}
