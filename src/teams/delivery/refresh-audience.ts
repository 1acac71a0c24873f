import type { OutsideData } from '../../requests/messages/answers.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { Form } from '../../requests/record/form.ts';
import type { Request } from '../../requests/record/request.ts';
import { debtOf } from '../../requests/record/told-by-request.ts';
import { type ConversationKey, type EntraObjectId, entraObjectId } from '../../shared/ids.ts';

/** Milliseconds for which a list of approvers is good enough to draw cards. It never decides anything. */
const GOOD_FOR = 60_000;

/** The same for a directory that gave no answer. */
const BAD_FOR = 10_000;
const MOST = 60;

/** Who sees more of a card than everybody else, as Teams ids (`29:...`). */
export interface RefreshAudience {
  /** The requester and, while approvers can decide, stop or settle it, the approvers the bot knows. */
  ofRequest(request: Request): Promise<readonly string[]>;
  /**
   * Whoever reads it in their own chat, so that a look at it says which message it is; nobody where it is not known
   * whose chat that is.
   * @param viewer whose card it is; null for the one that everybody gets
   */
  inChat(request: Request, chat: ConversationKey, viewer: EntraObjectId | null): Promise<readonly string[]>;
  /** The person who fills it in. */
  ofForm(form: Form): Promise<readonly string[]>;
  /** Those who made a change outside Airlock, as the log names them: they cannot adopt it. */
  ofOutside(outside: OutsideData): Promise<readonly string[]>;
}

/** An approved request that goes on at once is over before anybody could stop it; an emergency waits afterwards. */
function waitsForApprovers(request: Request): boolean {
  const { state, handover, waiting } = request;
  return (
    state === 'pending' || debtOf(request) !== null || (state === 'approved' && (handover !== null || waiting !== null))
  );
}

/**
 * Where the directory does not answer, only the requester is listed; the others still get their view with the card's
 * button.
 */
export function createRefreshAudience(services: Services): RefreshAudience {
  let approvers: { readonly oids: Promise<readonly EntraObjectId[]>; until: number } | null = null;

  function approverOids(): Promise<readonly EntraObjectId[]> {
    const now = services.clock.now();
    if (approvers && approvers.until > now) return approvers.oids;
    const oids = services.directory.holders(services.policy.approvers).catch(() => {
      services.log.warn({}, 'approvers not listed for card refresh');
      fresh.until = Math.min(fresh.until, services.clock.now() + BAD_FOR);
      return [];
    });
    const fresh = { oids, until: now + GOOD_FOR };
    approvers = fresh;
    return oids;
  }

  async function mrisOf(oids: readonly EntraObjectId[]): Promise<readonly string[]> {
    const contacts = await services.store.contacts(services.tenantId, oids);
    const mris = new Map(contacts.map((contact) => [contact.oid, contact.mri]));
    return oids.flatMap((oid) => mris.get(oid) ?? []).slice(0, MOST);
  }

  return {
    async ofRequest(request) {
      if (!['draft', 'pending', 'approved'].includes(request.state) && debtOf(request) === null) return [];
      const approved = request.approvals.map(({ by }) => by.oid);
      const deciding = waitsForApprovers(request) ? [...approved, ...(await approverOids())] : [];
      return mrisOf([...new Set([request.requester.oid, ...deciding])]);
    },
    inChat: (request, chat, viewer) => (viewer === null ? readersOf(services, request, chat) : mrisOf([viewer])),
    ofForm: (form) => mrisOf([form.requester.oid]),
    async ofOutside({ lines }) {
      const oids = lines.flatMap(({ oid }) => entraObjectId.safeParse(oid).data ?? []);
      return oids.length === 0 ? [] : mrisOf([...new Set(oids)]);
    },
  };
}

/** Of those whom a request concerns, whose chat with the bot this is. */
async function readersOf(
  { store, tenantId }: Services,
  { id, requester }: Request,
  chat: ConversationKey,
): Promise<readonly string[]> {
  const announced = await store.announced(tenantId, id);
  const oids = new Set([requester.oid, ...(announced?.deciders ?? []).map(({ oid }) => oid)]);
  const contacts = await store.contacts(tenantId, [...oids]);
  return contacts.filter(({ personal }) => personal === chat).map(({ mri }) => mri);
}
