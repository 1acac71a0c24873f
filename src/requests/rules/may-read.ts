import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { type DirectoryPerson, directoryReason, type Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { memberRefusal } from './people/rights.ts';

/** What is needed to know who may look. */
export type LookServices = Pick<Services, 'directory' | 'policy' | 'readers'>;

/** Every id whose holders may look: the readers', the requesters' and the approvers'. */
export function readingIds({ policy, readers }: Pick<LookServices, 'policy' | 'readers'>): readonly string[] {
  return [...new Set([...readers, ...policy.requesters, ...policy.approvers])];
}

/**
 * Asks the directory whether this person may look at requests and settings now.
 * @throws AirlockError may-not-read with one sentence for every cause, directory-unavailable
 */
export async function assertMayRead(services: LookServices, oid: EntraObjectId): Promise<DirectoryPerson> {
  const standing = await services.directory.standing(oid, readingIds(services));
  if (standing && !memberRefusal(standing, 'look') && standing.holds.length > 0) return standing.person;
  throw new AirlockError(
    'may-not-read',
    t`This account may not look at that, nor decide on it. Guests and accounts invited from outside cannot, and neither can people whose account is disabled or who do not hold a role that may read, ask or approve. Is your role, or your membership of a group, only eligible? Activate it in Privileged Identity Management, then try again.`,
  );
}

/**
 * Whether the bot remembers where this person can be reached: somebody who may look, or may once they activate their
 * role.
 */
export function isWorthKnowing(standing: Standing | null): standing is Standing {
  if (!standing || memberRefusal(standing, 'look')) return false;
  return standing.holds.length + (standing.mayActivate?.length ?? 0) > 0;
}

/**
 * What somebody who may not look is told of an action of theirs that counted. `all`: they took part in the request, by
 * the record, and their account is an enabled member's. `why`: they took part, and the directory cannot say what their
 * account is, for this reason of its own, a sentence. `nothing`: anybody else.
 */
export async function toldAnyway(
  services: LookServices & Pick<Services, 'store' | 'tenantId'>,
  request: Pick<Request, 'id' | 'requester'>,
  oid: EntraObjectId,
): Promise<'all' | 'nothing' | { readonly why: string }> {
  try {
    if (oid !== request.requester.oid && !(await hasActed(services, request, oid))) return 'nothing';
    const standing = await services.directory.standing(oid, readingIds(services));
    return memberRefusal(standing, 'look') ? 'nothing' : 'all';
  } catch (error) {
    if (isAirlockError(error, 'directory-unavailable')) return { why: directoryReason(error) };
    if (isAirlockError(error)) return 'nothing';
    throw error;
  }
}

async function hasActed(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  { id }: Pick<Request, 'id'>,
  oid: EntraObjectId,
): Promise<boolean> {
  const trail = await store.trail(tenantId, id);
  return trail?.entries.some(({ actor }) => actor === oid) ?? false;
}
