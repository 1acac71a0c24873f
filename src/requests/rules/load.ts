import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Services } from '../ports/services.ts';
import { type Actor, isIn, type Request, type RequestIn, type RequestState } from '../record/request.ts';
import { expireIfOverdue } from './expiry.ts';

/** What somebody does to a request, by a button of its card or by a typed command. */
export interface RequestAction {
  readonly requestId: RequestId;
  /** The rev that the card showed; null for a typed command, which takes the request as it is. */
  readonly rev: number | null;
  readonly actor: Actor;
  readonly correlation: string;
}

/** @throws AirlockError not-found */
export async function loadRequest(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  requestId: RequestId,
): Promise<Request> {
  const request = await store.request(tenantId, requestId);
  if (!request) throw new AirlockError('not-found', 'There is no such request here.');
  return request;
}

/** In which states an action is possible, and who may take it. */
export type ActionRule<S extends RequestState> = ByAnybody<S> | ByRequester<S>;

interface StateRule<S extends RequestState> {
  readonly state: readonly S[];
  /** Whether the action was taken before. Repeating it is no error and changes nothing. */
  readonly isDone?: (request: Request, actor: Actor) => boolean;
  /** What the refusal of an outdated card says did not happen; absent where an older card is accepted. */
  readonly outOfDate?: string;
}

/** Anybody may try; the use case asks the directory. */
interface ByAnybody<S extends RequestState> extends StateRule<S> {
  readonly by: 'anybody';
}

interface ByRequester<S extends RequestState> extends StateRule<S> {
  readonly by: 'requester';
  /** The answer to anybody else. */
  readonly refusal: (requester: Actor) => string;
}

type Loaded<S extends RequestState> =
  | { readonly request: Request; readonly isDone: true }
  | { readonly request: RequestIn<S>; readonly isDone: false };

/**
 * Loads the request of an action, and expires it first where its deadline has passed. `isDone`: the action was taken
 * before, and nothing is left to do.
 * @throws AirlockError not-found, not-allowed, wrong-state (with the sentence that says what became of it),
 * rev-conflict
 */
export function loadFor<S extends RequestState>(
  services: Services,
  action: RequestAction,
  rule: ActionRule<S> & { readonly isDone?: never },
): Promise<Extract<Loaded<S>, { isDone: false }>>;
export function loadFor<S extends RequestState>(
  services: Services,
  action: RequestAction,
  rule: ActionRule<S>,
): Promise<Loaded<S>>;
export async function loadFor<S extends RequestState>(
  services: Services,
  action: RequestAction,
  rule: ActionRule<S>,
): Promise<Loaded<S>> {
  const request = await expireIfOverdue(services, await loadRequest(services, action.requestId));
  if (rule.by === 'requester' && action.actor.oid !== request.requester.oid) {
    throw new AirlockError('not-allowed', rule.refusal(request.requester));
  }
  if (rule.isDone?.(request, action.actor)) return { request, isDone: true };
  if (!isIn(request, rule.state)) throw new AirlockError('wrong-state', stateSentence(request));
  if (rule.outOfDate !== undefined) assertCurrent(request, action, rule.outOfDate);
  return { request, isDone: false };
}

/**
 * Refuses an action on a card that showed an older rev.
 * @param outcome "nothing was decided", for the sentence; empty to leave it out
 * @throws AirlockError rev-conflict
 */
export function assertCurrent(request: Request, { rev }: Pick<RequestAction, 'rev'>, outcome: string): void {
  if (rev === null || rev === request.rev) return;
  const so = outcome === '' ? '' : `, so ${outcome}`;
  const what = request.state === 'draft' ? 'draft' : 'request';
  throw new AirlockError('rev-conflict', `Your card was out of date${so}. This is the ${what} as it is now.`);
}
