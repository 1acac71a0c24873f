import { isAirlockError } from '../../../shared/errors.ts';
import type { EntraObjectId } from '../../../shared/ids.ts';
import type { Services } from '../../ports/services.ts';
import type { Actor, Evidence } from '../../record/request.ts';
import { marksOf } from './marks.ts';
import { utc } from './told-apart.ts';

/** For so long, in ms, an approver may stop by what the directory said of them. */
const REMEMBERED = 24 * 60 * 60_000;

/** Somebody who stops something, and what is known of their right to. */
export interface Stopper {
  readonly actor: Actor;
  readonly evidence: Evidence;
  /** When the directory last named them as an approver (ms since 1970), where it gave no answer now; else null. */
  readonly rightsAt: number | null;
}

/**
 * Who stops something: by the directory's answer now, or, where it gives none, by its last answer of at most a day ago
 * that named them as an approver. To stop lowers a risk, so an emergency brake that needs the directory would fail
 * open: what was approved would go on. Nothing else is decided by what is remembered. That is bound to the record, so
 * whoever writes to the database alone makes no approver.
 * @param ask asks the directory
 * @throws what `ask` throws, where nothing that counts is remembered
 */
export async function whoStops(
  services: Pick<Services, 'store' | 'tenantId' | 'clock' | 'policy'>,
  oid: EntraObjectId,
  ask: () => Promise<Omit<Stopper, 'rightsAt'>>,
): Promise<Stopper> {
  try {
    return { ...(await ask()), rightsAt: null };
  } catch (error) {
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    const remembered = await rememberedApprover(services, oid);
    if (remembered === null) throw error;
    return remembered;
  }
}

/** The last answer of the directory of at most a day ago that named somebody as an approver; null without one. */
export async function rememberedApprover(
  { store, tenantId, clock, policy }: Pick<Services, 'store' | 'tenantId' | 'clock' | 'policy'>,
  oid: EntraObjectId,
): Promise<Stopper | null> {
  const { censusAt, accounts, strange } = await store.accountsSeen(tenantId, [oid]);
  const seen = accounts.find((account) => account.oid === oid);
  if (censusAt === null || clock.now() - censusAt > REMEMBERED || strange.includes(oid)) return null;
  if (!seen?.isApprover || seen.leftAt !== null) return null;
  const { name, userPrincipalName } = seen.carried;
  const marks = marksOf(seen.carried, policy.people);
  return {
    actor: { oid, name: name || userPrincipalName || oid, principalName: userPrincipalName },
    evidence: { marks, roles: [], since: { account: null, role: null }, proof: null },
    rightsAt: censusAt,
  };
}

/** What card and record say of a stop by remembered rights; empty for any other. */
export function rightsNote(rightsAt: number | null): string {
  return rightsAt === null ? '' : `The directory gave no answer: stopped by what it said at ${utc(rightsAt)}.`;
}
