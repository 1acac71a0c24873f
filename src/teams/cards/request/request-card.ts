import type { Danger, DiffRow } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Tone } from '../../../requests/messages/answers.ts';
import { isOverdue, type Status, statusOf } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { SessionWriter } from '../../../requests/ports/tenant.ts';
import type { SeenSince } from '../../../requests/record/account-seen.ts';
import type { Announced } from '../../../requests/record/announcement.ts';
import { cardDigest, type Policy } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import { debtOf } from '../../../requests/record/told-by-request.ts';
import { hasEnded } from '../../../requests/record/transitions.ts';
import type { EntraObjectId } from '../../../shared/ids.ts';
import { inEnglish, say, t } from '../../../shared/language/worded.ts';
import { type AdaptiveCard, cardText, renderCard } from '../parts/render.ts';
import { LENGTHS, sanitise, toneStyle } from '../parts/shown-text.ts';
import { wordButtons } from '../parts/word-buttons.ts';
import { changeModel, NO_CHANGE, restDetails } from './change-model.ts';
import { changeRows } from './change-rows.ts';
import { keepTyped, nextWords, type RequestControls, requestControls, type Typed } from './controls.ts';
import { commentFact, listsOf, requestDetails } from './details.ts';
import { effectsModel } from './effects.ts';
import { clockOf, progressOf, quorumOf, requestFacts } from './facts.ts';
import { handoverView, orderLinks } from './handover-view.ts';
import { type CardViewer, requestHint, type UndoingNow, undoingFact } from './hints.ts';
import type { RequestModel, RiskTone } from './request-model.ts';
import { stateModel, whoModel } from './state-model.ts';
import { tellingDetails } from './telling-details.ts';

const MOST_NOTES = 6;
const MOST_STORY = 4;

interface Said {
  readonly tone: Tone;
  readonly text: string;
}

export interface RequestCardOptions {
  /** Who the card is for; `shared` is the copy that everybody in a conversation sees. */
  readonly role: CardViewer;
  /** Milliseconds since 1970. */
  readonly now: number;
  /**
   * Teams ids (`29:...`) of those who get a view of their own by refresh, until the request ends. On a card of
   * somebody's own it is that person, or nobody where the card answers a press or a look.
   */
  readonly refreshFor: readonly string[];
  /** Why the card came, shown above everything else. */
  readonly notice?: Said;
  /** What this viewer's press did, or why not, shown directly above the buttons. */
  readonly answer?: Said;
  /** What this viewer had typed, kept where their press was refused. */
  readonly typed?: Typed;
  /** Whether an approval by this approver would count; it would when absent. */
  readonly mayApprove?: boolean;
  /** Whether it is another account of somebody who approved, who must not apply it, too. */
  readonly noReport?: string | null;
  /** Why nothing more can be asked or approved of it for now, in sentences; null or absent where it can. */
  readonly barred?: string | null;
  /** Whether they may ask for changes; not known when absent. */
  readonly mayAsk?: boolean;
  /** Whose card it is; null or absent for a shared copy. */
  readonly viewer?: EntraObjectId | null;
  /** What of the policy the card shows: above one approval it counts them. One, and no reason, when absent. */
  readonly policy?: ShownPolicy;
  /** Whose session would write; null or absent where there is none. */
  readonly actsAs?: SessionWriter | null;
  /** Who may do what it asks for at once: `approvers` other than the viewer, or nobody; by the policy when absent. */
  readonly alone?: 'approvers' | 'nobody';
  /** Why a scan of few devices would wait for another admin, in sentences; null or absent where it would not. */
  readonly noRoom?: string | null;
  /** Since when approvers were seen with a role that the directory does not date; nobody when absent. */
  readonly seen?: SeenSince;
  /** The open request that undoes it; null or absent for none. */
  readonly undoing?: UndoingNow | null;
  /** Whom a pending request was announced to; null or absent where it is not known yet. */
  readonly announced?: Announced | null;
}

type ShownPolicy = Pick<Policy, 'quorum' | 'approvalReason'> & Partial<Pick<Policy, 'implementer' | 'deviceActs'>>;

const NO_POLICY: ShownPolicy = { quorum: 1, approvalReason: 'optional' };

/** How much of what helps a card shows: all of it, and less where the change itself needs the space. */
interface Richness {
  /** Under *Details*. */
  readonly remarks: number;
  readonly flows: number;
  /** Whether what stands on the card stands in blocks of code too. */
  readonly isRich: boolean;
  /** Whether those who were told are named. */
  readonly isTold: boolean;
  /** How many people get a view of their own without asking for it. */
  readonly refreshed: number;
}

/** Teams refreshes a card for at most this many people (learn: universal-actions-for-adaptive-cards). */
const MOST_REFRESHED = 60;

const RICHEST: Richness = { remarks: 14, flows: 5, isRich: true, isTold: true, refreshed: MOST_REFRESHED };
const PLAIN = { ...RICHEST, isRich: false };

const POORER: readonly Richness[] = [
  { ...PLAIN, remarks: 10 },
  { ...PLAIN, remarks: 6, flows: 4 },
  { ...PLAIN, remarks: 2, flows: 2 },
  { ...PLAIN, remarks: 2, flows: 2, refreshed: 20 },
  { ...PLAIN, remarks: 2, flows: 2, refreshed: 20, isTold: false },
];

/** Bytes of JSON that a card may have. */
const BUDGET = 24_500;

/**
 * A request's card as one viewer sees it. The card sends back the request's id, rev and digest, and what is typed.
 * @throws AirlockError card-invalid, store-corrupt
 */
export function requestCard(request: Request, options: RequestCardOptions): AdaptiveCard {
  let card = renderCard('request', requestModel(request, options));
  for (const rich of POORER) {
    if (Buffer.byteLength(cardText(card)) <= BUDGET) return card;
    card = renderCard('request', requestModel(request, options, rich));
  }
  return card;
}

function controlsOf(request: Request, controls: RequestControls, { typed, mayAsk, undoing }: RequestCardOptions) {
  const words = undoing?.isShown ? [`show ${undoing.number}`] : nextWords(request, controls, mayAsk);
  const isSwitch = request.change.kind === 'advanced-feature' && !words.includes('status');
  const buttons = wordButtons(words).map((one) =>
    isSwitch ? { ...one, title: sanitise(t`Ask for the opposite`) } : one,
  );
  return { ...keepTyped(controls, typed), buttons };
}

/** What the template binds; exported for the tests of wording. */
export function requestModel(request: Request, options: RequestCardOptions, rich: Richness = RICHEST): RequestModel {
  const { now, notice, answer, policy = NO_POLICY, actsAs = null, seen = new Map() } = options;
  const { approvalReason, implementer, deviceActs } = policy;
  const role = viewerOf(request, options);
  const rules = kindOf(request.change);
  const diff = rules.diff(request.change, request.base);
  const { whole } = changeRows(diff);
  const overdue = isOverdue(request, now);
  const shows = { whole, overdue, approvalReason, implementer, deviceActs, ...shownFor(options) };
  const status = statusOf(request, now);
  const byHand = handoverView(request, rich.isRich);
  const facts = [...requestFacts(request, status, policy), ...undoingFact(options.undoing), ...commentFact(request)];
  const told = rich.isTold ? tellingDetails(request, options) : [];
  return {
    requestId: request.id,
    rev: request.rev,
    digest: cardDigest(request),
    ...stateModel(request, status),
    notices: toned(notice, request, now),
    answers: toned(answer, request, now),
    who: whoModel(request, options.announced),
    title: sanitise(rules.title(request.change), LENGTHS.title),
    ...consequences(request, rich.remarks),
    story: [...story(status), ...byHand.warnings.map((text) => ({ text: sanitise(text) }))],
    ...shownChange(request, diff, { isByHand: byHand.handovers.length > 0, isRich: rich.isRich }),
    reasons: request.reason && request.state !== 'draft' ? [{ text: sanitise(request.reason, LENGTHS.reason) }] : [],
    handovers: byHand.handovers,
    links: shows.overdue ? [] : byHand.links.length > 0 ? byHand.links : orderLinks(request),
    lists: listsOf(request),
    effects: preview(request, rich.flows),
    facts: facts.length > 0 ? [{ lines: facts }] : [],
    quorums: progressOf(request) ?? quorumOf(request, policy.quorum),
    clocks: clockOf(request, status, now),
    details: [...restDetails(request, diff), ...requestDetails(request, { actsAs, seen }), ...told],
    next: [{ text: sanitise(requestHint(request, status, role, shows)) }],
    ...controlsOf(request, requestControls(request, role, shows), options),
    refreshes: isRefreshed(request, options) ? [{ userIds: options.refreshFor.slice(0, rich.refreshed) }] : [],
  };
}

/** What is known for this viewer alone. */
function shownFor({ mayAsk, noReport, alone, noRoom, undoing, barred = null }: RequestCardOptions) {
  return { mayAsk, noReport, alone, noRoom, undoing, barred };
}

/** Above steps to do by hand the old and the new value alone: the steps say the rest. */
function shownChange(
  request: Request,
  diff: readonly DiffRow[],
  { isByHand, isRich }: { readonly isByHand: boolean; readonly isRich: boolean },
): Pick<RequestModel, 'gists' | 'changes' | 'comparisons' | 'codes'> {
  const { gists, ...change } = changeModel(request, diff, isRich);
  return isByHand ? { ...NO_CHANGE, gists } : { gists, ...change };
}

/** Somebody whose approval counts can take it back, whatever role they hold now. */
function viewerOf({ approvals }: Request, { role, viewer, mayApprove = true }: RequestCardOptions): CardViewer {
  const isTheirs = approvals.some(({ by }) => by.oid === viewer);
  if (isTheirs && (role === 'approver' || role === 'reader')) return 'endorser';
  return role === 'approver' && !mayApprove ? 'rejecter' : role;
}

/** The answer to a client that asked by itself, where there is no view of its own, does not ask once more. */
function isRefreshed(request: Request, { role, answer, refreshFor }: RequestCardOptions): boolean {
  const isOpen = !hasEnded(request.state) || debtOf(request) !== null;
  return (role === 'shared' || refreshFor.length > 0) && answer === undefined && isOpen;
}

/** Banners stay until the request has ended unapplied. The other words matter only to those who still decide. */
function consequences(request: Request, most: number): Pick<RequestModel, 'risks' | 'notes' | 'remarks'> {
  const { change, base, state, outcome } = request;
  const rules = kindOf(change);
  const tense = state === 'applied' ? 'applied' : 'asked';
  const { dangers, notes, asides } = rules.risk(change, base, tense, outcome?.followed?.counts);
  const over = hasEnded(state) && state !== 'applied';
  const deciding = state === 'draft' || state === 'pending';
  const lines = deciding ? notes.slice(0, MOST_NOTES).map((note) => ({ text: sanitise(note) })) : [];
  const effects = over ? [] : (rules.effects(change, base)?.lines ?? []);
  const remarks = [...new Set([...(deciding ? asides : []), ...effects])];
  return {
    risks: over ? [] : bannersOf(dangers),
    notes: lines.length > 0 ? [{ lines }] : [],
    remarks: remarks.slice(0, most).map((text) => ({ text: sanitise(text) })),
  };
}

/** One block, a line for each danger: what goes against protection in another colour than what else may go wrong. */
function bannersOf(dangers: readonly Danger[]): RequestModel['risks'] {
  const lines = dangers.map(({ kind, text }) => {
    const color: RiskTone = kind === 'less-protection' ? 'attention' : 'warning';
    return { text: sanitise(text), color };
  });
  const tone = lines.some(({ color }) => color === 'attention') ? 'attention' : 'warning';
  return lines.length === 0 ? [] : [{ tone, dangers: lines }];
}

function toned(what: Said | undefined, request: Request, now: number): RequestModel['notices'] {
  if (!what || isTold(what.text, request, now)) return [];
  return [{ tone: toneStyle(what.tone), text: sanitise(say(what.text)) }];
}

/** Why it was stopped stands on its card; nobody has to read it twice. What was kept to be said is English. */
function isTold(text: string, request: Request, now: number): boolean {
  const told = (): readonly string[] => statusOf(request, now).story;
  return [...told(), ...inEnglish(told)].some((line) => text.startsWith(line));
}

function story(status: Status): RequestModel['story'] {
  return status.story.slice(0, MOST_STORY).map((text) => ({ text: sanitise(text) }));
}

/**
 * The preview for those who decide, and what followed once it was applied. A request that ended without being applied
 * has none.
 */
function preview(request: Request, flows: number): RequestModel['effects'] {
  if (hasEnded(request.state) && request.state !== 'applied') return [];
  const rules = kindOf(request.change);
  const effects = rules.effects(request.change, request.base);
  if (effects === null) return [];
  const model = effectsModel(effects, flows, request.state === 'applied');
  const isWritten = request.startedAt !== null && rules.items !== undefined;
  return [isWritten ? { ...model, lists: [] } : model];
}
