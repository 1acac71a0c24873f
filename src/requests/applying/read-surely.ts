import { z } from 'zod';
import type { Base } from '../../changes/base.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../shared/errors.ts';
import { say, t } from '../../shared/language/worded.ts';
import type { Tenant } from '../ports/tenant.ts';
import type { ApprovedRequest } from '../record/request.ts';
import { draftScopes } from '../rules/setting-owner.ts';

/**
 * Reads what the change is about. A deletion counts as done already where two readings lack the group: one short list
 * is no proof.
 * @throws AirlockError the tenant's errors; tenant-unavailable where a list with gaps lacks the group to change,
 * or shows less of it than when it was asked for, and where alerts or indicators of the change could not be read
 */
export async function readSurely(tenant: Tenant, request: ApprovedRequest): Promise<TenantSnapshot> {
  const { change } = request;
  const scopes = draftScopes(request);
  const first = await tenant.read(scopes, 'now', change);
  const parts = partsOf(change);
  const isGone = parts.some((part) => part.kind === 'device-group.delete' && kindOf(part).reached(part, first));
  const now = isGone ? await tenant.read(scopes) : first;
  const lacks = now.alerts?.lacks ?? now.indicators?.lacks ?? null;
  if (lacks !== null) throw new AirlockError('tenant-unavailable', say(lacks));
  if (now.groupsLack === undefined) return now;
  const lacking = parts
    .flatMap((part) => ('group' in part ? [part.group] : []))
    .find(({ id }) => {
      const found = now.groups?.find((group) => group.id === id);
      return !found || (found.unread?.includes('description') && wasDescribed(request.base));
    });
  if (lacking === undefined) return now;
  const text = t`Not every device group could be read, and "${lacking.name}" is not among those that could.`;
  throw new AirlockError('tenant-unavailable', text);
}

const described = z.object({ group: z.object({ unread: z.array(z.string()).optional() }) });

/** Whether the description of the group was known when the change was asked for. */
function wasDescribed({ objects }: Base): boolean {
  const { group } = described.safeParse(objects).data ?? {};
  return group !== undefined && !group.unread?.includes('description');
}
