import { mayBeEmergency, tooLoose, whyNotAtOnce } from '../../requests/deciding/alone/going-alone.ts';
import { whyNotAlone } from '../../requests/deciding/alone/judge-alone.ts';
import { whyNotScanned } from '../../requests/deciding/alone/scanned-alone.ts';
import { amongOthers } from '../../requests/messages/among-others.ts';
import { openUndoing } from '../../requests/notifying/undone/opposites.ts';
import type { SessionWriter } from '../../requests/ports/tenant.ts';
import { cardDigest } from '../../requests/record/digest.ts';
import type { Request } from '../../requests/record/request.ts';
import { barredNow, outdatedPolicy } from '../../requests/rules/approvable.ts';
import { endIfOutdated } from '../../requests/rules/expiry.ts';
import { mayRequest, type Viewer, type ViewerRole, viewerOf } from '../../requests/rules/four-eyes.ts';
import { announcedOf, asShown, type Shown } from '../../requests/rules/load.ts';
import { whyNoReport } from '../../requests/rules/people/judging/report-ahead.ts';
import { rememberedApprover } from '../../requests/rules/people/remembered-approver.ts';
import { sessionOwner } from '../../requests/rules/people/session-owner.ts';
import { seenSince } from '../../requests/rules/seen-accounts.ts';
import { channelOf } from '../../requests/rules/setting-owner.ts';
import { isShownIn } from '../../requests/rules/shared-places.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import {
  type ActionNotice,
  type IncomingRequestAction,
  parseAction,
  parseRequestAction,
  type ShownRequest,
} from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';
import type { AdaptiveCard } from '../cards/parts/render.ts';
import { undoingNow } from '../cards/request/hints.ts';
import { type RequestCardOptions, requestCard } from '../cards/request/request-card.ts';

/** How often a card is drawn anew where others took a step meanwhile. */
const MOST_DRAWN = 3;

/**
 * The request's card as the sender sees it now. Where it could not be asked what they are, the buttons stay that they
 * pressed. To draw it takes as long as the directory does, and the answer takes the place of whatever the client shows
 * by then: where others took a step meanwhile, it is drawn anew, so that no earlier state is shown after a later one.
 */
export async function requestCardOf(turn: Turn, asked: ShownRequest): Promise<AdaptiveCard> {
  let shown = asked;
  for (let drawn = 1; ; drawn += 1) {
    const { card, request } = await drawOnce(turn, shown);
    const { store, tenantId } = turn.services;
    const rev = await store.revNow(request.id);
    if (rev === null || rev <= request.rev || drawn === MOST_DRAWN) return card;
    const now = await store.request(tenantId, request.id);
    if (now === null) return card;
    shown = { ...asked, request: now };
  }
}

/** A card, and the request that it was drawn from. */
interface DrawnCard {
  readonly card: AdaptiveCard;
  readonly request: Request;
}

async function drawOnce(turn: Turn, { request: shown, notice, pressed }: ShownRequest): Promise<DrawnCard> {
  const { sender, drawing } = turn;
  const services = { ...turn.services, directory: drawing };
  await turn.admit();
  const { request, untrue } = await asDrawn(services, shown, turn.correlation);
  const asked = await viewerOf(services, request, sender.actor.oid);
  const { role, why: whyNot } = asked.unasked && pressed ? stillThe(pressed, request, sender.actor.oid) : asked;
  await adoptCopy(turn, request, role);
  await showWhatStands(turn);
  const { policy } = services;
  const why = whyNot ?? outdatedPolicy(policy, request);
  const actsAs = await sessionOwner(services, request);
  const mayAsk = asked.unasked ? undefined : await mayRequest(services, sender.actor.oid);
  const alone = await whetherAlone(services, request, sender.actor.oid);
  const answer =
    notice ??
    untrueNotice(untrue) ??
    (alone.owes === null ? hint(request, why) : { tone: 'warning', text: alone.owes });
  const noReport = asked.unasked ? null : await whyNoReport(services, request, sender.actor.oid);
  const mayApprove = why === null && untrue === null;
  const noRoom = role === 'requester' ? await whyNotScanned(services, request) : null;
  const options = { role, mayApprove, mayAsk, noReport, actsAs, answer, pressed, alone: alone.who, noRoom };
  return { card: await draw(turn, request, options), request };
}

/** What is drawn was compared itself: an ended one, or what others left, is compared as what was read before it. */
async function asDrawn(services: Turn['services'], shown: Request, correlation: string): Promise<Shown> {
  const found = await asShown(services, shown, correlation);
  const left = found.untrue === null ? await endIfOutdated(services, found.request) : found.request;
  return left === found.request ? found : asShown(services, left, correlation);
}

/** Who may do what a draft asks for at once, as its requester is told. */
type Alone = RequestCardOptions['alone'];

/** @returns whether the requester of a draft may do it at once, and what they owe already, in a sentence */
async function whetherAlone(
  services: Turn['services'],
  request: Request,
  oid: EntraObjectId,
): Promise<{ readonly who: Alone; readonly owes: string | null }> {
  const { deviceActs } = services.policy;
  if (request.requester.oid !== oid || request.state !== 'draft') return { who: undefined, owes: null };
  const loosens = tooLoose(deviceActs, request);
  if (loosens !== null) return { who: 'nobody', owes: loosens };
  if (!mayBeEmergency(deviceActs, request)) return { who: undefined, owes: null };
  if ((await whyNotAlone(services, oid, request)) !== null) return { who: 'approvers', owes: null };
  const owes = await whyNotAtOnce(services, request, oid);
  return { who: owes === null ? undefined : 'nobody', owes };
}

function untrueNotice(untrue: string | null): ActionNotice | null {
  return untrue === null ? null : { tone: 'attention', text: untrue };
}

interface Drawn {
  readonly role: ViewerRole | 'shared';
  readonly mayApprove: boolean;
  /** Not known when absent. */
  readonly mayAsk?: boolean | undefined;
  /** Why a report by them would not count; null or absent where it would, as far as is known. */
  readonly noReport?: string | null;
  /** Who may do it at once; whoever asks, by the policy, when absent. */
  readonly alone?: Alone;
  /** Why their scan of few devices would wait for another admin; null or absent where it would not. */
  readonly noRoom?: string | null;
  readonly actsAs: SessionWriter | null;
  readonly answer: ActionNotice | null;
  readonly pressed?: IncomingRequestAction | undefined;
}

async function draw({ services, sender }: Turn, request: Request, { answer, pressed, mayAsk, alone, ...drawn }: Drawn) {
  const { clock, policy } = services;
  const seen = await seenSince(services, request);
  const announced = await announcedOf(services, request);
  const undoing = await openUndoing(services, request);
  const isShown = undoing !== null && (await isShownIn(services, undoing, sender.conversation));
  return requestCard(await amongOthers(services, request), {
    ...drawn,
    viewer: sender.actor.oid,
    policy,
    seen,
    announced,
    undoing: undoingNow(undoing, isShown),
    now: clock.now(),
    refreshFor: [],
    barred: barredNow(services, request),
    ...(mayAsk !== undefined && { mayAsk }),
    ...(alone !== undefined && { alone }),
    ...(answer && { answer }),
    ...(pressed && { typed: pressed }),
  });
}

/**
 * The very card that was pressed, where the directory does not say whether its sender may look: it tells them nothing
 * that the card which carries this digest and rev did not show. To a client that asks by itself it is everybody's copy.
 * @returns null where it is not the same any more
 */
export async function sameCard(
  turn: Turn,
  pressed: IncomingRequestAction,
  answer: ActionNotice,
): Promise<AdaptiveCard | null> {
  const { services, sender } = turn;
  const request = await services.store.request(services.tenantId, pressed.requestId);
  if (request?.rev !== pressed.rev || cardDigest(request) !== pressed.digest) return null;
  const { request: recorded, untrue } = await asShown(services, request, turn.correlation);
  if (recorded !== request || untrue !== null) return null;
  await adoptCopy(turn, request, await lastRole(turn, request));
  if (!pressed.isManual) return draw(turn, request, { role: 'shared', mayApprove: true, actsAs: null, answer });
  const { role } = stillThe(pressed, request, sender.actor.oid);
  const actsAs = await sessionOwner(services, request).catch((error: unknown) => {
    if (isAirlockError(error)) return null;
    throw error;
  });
  return draw(turn, request, { role, mayApprove: true, actsAs, answer, pressed });
}

/** What somebody is by what the directory said of them last. It decides only which lost card is kept current. */
async function lastRole({ services, sender }: Turn, { requester }: Request): Promise<ViewerRole> {
  const { oid } = sender.actor;
  if (requester.oid === oid) return 'requester';
  return (await rememberedApprover(services, oid)) === null ? 'reader' : 'approver';
}

/** What somebody is by the button that they had. It decides nothing: whoever presses again is asked about again. */
function stillThe({ verb }: IncomingRequestAction, { requester }: Request, oid: string): Viewer {
  if (requester.oid === oid) return { role: 'requester', why: null };
  return { role: APPROVERS_VERBS.has(verb) ? 'approver' : 'reader', why: null };
}

const APPROVERS_VERBS: ReadonlySet<string> = new Set([
  'approve',
  'reject',
  'take-back',
  'attest',
  'seen-on',
  'seen-off',
]);

/** Tells somebody who looks at a request that waits for a decision why theirs would not count. */
function hint({ state }: Request, why: string | null): ActionNotice | null {
  return state === 'pending' && why !== null ? { tone: 'warning', text: why } : null;
}

/**
 * Tells the store the id of the message that an action came from, in case it is a copy whose id was lost. Only those
 * may who take part in the request: the message will show its card from then on.
 */
async function adoptCopy({ services, sender, activity }: Turn, request: Request, role: ViewerRole): Promise<void> {
  const { replyToId } = activity;
  if (!replyToId || role === 'reader') return;
  const action = parseAction(activity.value);
  const copy = (action && parseRequestAction(action)?.copy) ?? null;
  await services.store.adoptCopy(request.id, sender.conversation.key, replyToId, copy);
}

/**
 * A copy that gave way to a newer one is a notice, and kept current no more: what its presser is shown there would stay
 * as it is, so the notice is put back.
 */
async function showWhatStands({ services, sender, activity }: Turn): Promise<void> {
  const { replyToId } = activity;
  if (!replyToId || !parseAction(activity.value)?.isManual) return;
  await services.store.showAnswerAgain(services.tenantId, channelOf(sender.conversation.key), replyToId);
}
