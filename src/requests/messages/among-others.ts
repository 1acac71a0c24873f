import { isAirlockError } from '../../shared/errors.ts';
import type { TenantId } from '../../shared/ids.ts';
import type { Services } from '../ports/services.ts';
import { bareName, type Namesakes, nameIn, namesakesAmong } from '../record/actor-names.ts';
import type { Actor, Request } from '../record/request.ts';
import { stateSentence } from './state-catalogue/state-words.ts';

/** A request for wording alone, with others whose names are known: those who act on it are told apart from them. */
export type AmongOthers<R extends Request = Request> = R & { readonly namesakes: Namesakes };

/**
 * A request among those who were told of it, and all approvers and requesters who are remembered. The directory is
 * asked nothing; where the store does not tell, the names stand as they are.
 */
export async function amongOthers<R extends Request>(
  services: Pick<Services, 'store' | 'clock'>,
  request: R,
): Promise<AmongOthers<R>> {
  const { tenantId, id } = request;
  try {
    const [remembered, announced] = await Promise.all([
      rememberedNames(services, tenantId),
      services.store.announced(tenantId, id),
    ]);
    const told = namesakesAmong((announced?.deciders ?? []).map(({ oid, name }) => ({ oid, name: bareName(name) })));
    return { ...request, namesakes: { like: (name) => [...remembered.like(name), ...told.like(name)] } };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { ...request, namesakes: namesakesAmong([]) };
  }
}

/** What became of a request, in a sentence that tells those whom it names apart from others. */
export async function sentenceAmongOthers(
  services: Pick<Services, 'store' | 'clock'>,
  request: Request,
): Promise<string> {
  return stateSentence(await amongOthers(services, request));
}

/** The name of somebody by which they are remembered: told apart from all approvers and requesters that are known. */
export async function nameAmongAll(
  services: Pick<Services, 'store' | 'clock'>,
  tenantId: TenantId,
  actor: Actor,
): Promise<string> {
  const alone = { requester: actor, approvals: [], handover: null, closing: null };
  try {
    return nameIn({ ...alone, namesakes: await rememberedNames(services, tenantId) }, actor);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return actor.name;
  }
}

/** The same of all requests of a list, with who acts on any of them; as they are where the store does not tell. */
export async function amongAll<R extends Request>(
  services: Pick<Services, 'store' | 'clock' | 'tenantId'>,
  requests: readonly R[],
): Promise<readonly (R & { readonly namesakes?: Namesakes })[]> {
  try {
    const remembered = await rememberedNames(services, services.tenantId);
    const acting = namesakesAmong(
      requests.flatMap(({ requester, approvals }) => [requester, ...approvals.map(({ by }) => by)]),
    );
    const namesakes = { like: (name: string) => [...remembered.like(name), ...acting.like(name)] };
    return requests.map((request) => ({ ...request, namesakes }));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return requests;
  }
}

/**
 * For how long, in ms, the names of all who are remembered serve every card: they are remembered by a census an hour,
 * and to read thousands takes as long as to draw a hundred cards.
 */
const NAMES_KEPT = 60_000;

interface KeptNames {
  readonly until: number;
  readonly names: Promise<Namesakes>;
}

const KEPT_NAMES = new WeakMap<Services['store'], Map<TenantId, KeptNames>>();

/** Has the names read anew: something else is remembered of somebody. Other instances do so within `NAMES_KEPT`. */
export function forgetNames({ store }: Pick<Services, 'store'>): void {
  KEPT_NAMES.delete(store);
}

/** Read once for many cards: it is every approver and requester there is. */
function rememberedNames({ store, clock }: Pick<Services, 'store' | 'clock'>, tenantId: TenantId): Promise<Namesakes> {
  const kept = KEPT_NAMES.get(store) ?? new Map<TenantId, KeptNames>();
  KEPT_NAMES.set(store, kept);
  const now = clock.now();
  const last = kept.get(tenantId);
  if (last && now < last.until && now >= last.until - NAMES_KEPT) return last.names;
  const names = store
    .accountsSeen(tenantId, null)
    .then(({ accounts }) => namesakesAmong(accounts.map(({ oid, carried: { name } }) => ({ oid, name }))));
  kept.set(tenantId, { until: now + NAMES_KEPT, names });
  names.catch(() => kept.delete(tenantId));
  return names;
}
