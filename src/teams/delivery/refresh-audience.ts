import type { Parts } from '../../requests/parts.ts';
import type { Request } from '../../requests/request.ts';

/** Milliseconds for which a list of approvers is good enough to draw cards with; never to decide by. */
const GOOD_FOR = 60_000;
/** The same for a directory that gave no answer. */
const BAD_FOR = 10_000;
const MOST = 60;

export type RefreshAudience = (request: Request) => Promise<readonly string[]>;

/**
 * Who sees more than the shared card, as ids of Teams (`29:...`): the requester, and while a decision is awaited the approvers whom the
 * bot knows. Without an answer from the directory the requester alone; the others still find their view behind the card's button.
 */
export function createRefreshAudience(parts: Parts): RefreshAudience {
  let approvers: { readonly oids: Promise<readonly string[]>; until: number } | null = null;

  function approverOids(): Promise<readonly string[]> {
    const now = parts.clock.now();
    if (approvers && approvers.until > now) return approvers.oids;
    const oids = parts.directory.holders(parts.policy.approvers).catch(() => {
      parts.log.warn({}, 'the approvers could not be listed for refreshing cards');
      fresh.until = Math.min(fresh.until, parts.clock.now() + BAD_FOR);
      return [];
    });
    const fresh = { oids, until: now + GOOD_FOR };
    approvers = fresh;
    return oids;
  }

  return async (request) => {
    if (!['draft', 'pending', 'approved'].includes(request.state)) return [];
    const deciding = request.state === 'pending' ? await approverOids() : [];
    const oids = [...new Set([request.requester.oid, ...deciding])];
    const contacts = await parts.store.contacts(parts.tenantId, oids);
    const mris = new Map(contacts.map((contact) => [contact.oid, contact.mri]));
    return oids.flatMap((oid) => mris.get(oid) ?? []).slice(0, MOST);
  };
}
