import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Tone } from '../../../requests/messages/answers.ts';
import { isOverdue, type Status, statusOf } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { SessionWriter } from '../../../requests/ports/tenant.ts';
import type { SeenSince } from '../../../requests/record/account-seen.ts';
import { cardDigest, type Policy } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import { hasEnded } from '../../../requests/record/transitions.ts';
import type { EntraObjectId } from '../../../shared/ids.ts';
import { type AdaptiveCard, renderCard } from '../parts/render.ts';
import { LENGTHS, sanitise, toneStyle } from '../parts/shown-text.ts';
import { type CardViewer, requestControls, requestHint } from './controls.ts';
import { changeRows, handoverView, requestDetails, type ShownChange } from './details.ts';
import { driftRows } from './drift.ts';
import { type EffectsShown, effectsModel } from './effects.ts';
import type { RequestModel } from './request-model.ts';

/** Teams refreshes a card for at most this many people (learn: universal-actions-for-adaptive-cards). */
const MOST_REFRESHED = 60;
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
   * Teams ids (`29:...`) of those who get a view of their own by refresh; used on a shared copy until the request
   * ends.
   */
  readonly refreshFor: readonly string[];
  /** Why the card came, shown above everything else. */
  readonly notice?: Said;
  /** What this viewer's press did, or why not, shown directly above the buttons. */
  readonly answer?: Said;
  /** Whether an approval by this approver would count; it would when absent. */
  readonly mayApprove?: boolean;
  /** Whose card it is; null or absent for a shared copy. */
  readonly viewer?: EntraObjectId | null;
  /** What of the policy the card shows: above one approval it counts them. One, and no reason, when absent. */
  readonly policy?: ShownPolicy;
  /** Whose session would write; null or absent where there is none. */
  readonly actsAs?: SessionWriter | null;
  /** Since when approvers were seen with a role that the directory does not date; nobody when absent. */
  readonly seen?: SeenSince;
}

type ShownPolicy = Pick<Policy, 'quorum' | 'approvalReason'> & Partial<Pick<Policy, 'implementer'>>;

const NO_POLICY: ShownPolicy = { quorum: 1, approvalReason: 'optional' };

/** How much of the preview a card shows: as much as helps, and less where the change itself needs the space. */
const ALL_EFFECTS: EffectsShown = { lines: 6, devices: 10 };

const FEWER_EFFECTS: readonly EffectsShown[] = [
  { lines: 4, devices: 4 },
  { lines: 2, devices: 0 },
];

/** Bytes of JSON that a card may have. */
const BUDGET = 24_500;

/**
 * A request's card as one viewer sees it. The card sends back the request's id, rev and digest, and what is typed.
 * @throws AirlockError card-invalid, store-corrupt
 */
export function requestCard(request: Request, options: RequestCardOptions): AdaptiveCard {
  let card = renderCard('request', requestModel(request, options));
  for (const effects of FEWER_EFFECTS) {
    if (Buffer.byteLength(JSON.stringify(card)) <= BUDGET) return card;
    card = renderCard('request', requestModel(request, options, effects));
  }
  return card;
}

/** What the template binds; exported for the tests of wording. */
export function requestModel(
  request: Request,
  options: RequestCardOptions,
  effects: EffectsShown = ALL_EFFECTS,
): RequestModel {
  const { now, notice, answer, policy = NO_POLICY } = options;
  const { approvalReason } = policy;
  const role = viewerOf(request, options);
  const { actsAs = null, seen = new Map() } = options;
  const rules = kindOf(request.change);
  const change = changeRows(rules.diff(request.change, request.base));
  const shows = { whole: change.whole, overdue: isOverdue(request, now), approvalReason };
  const status = statusOf(request, now);
  const byHand = handoverView(request);
  return {
    requestId: request.id,
    rev: request.rev,
    digest: cardDigest(request),
    fallback: `Airlock request ${request.number}: ${status.heading}.`,
    tone: toneStyle(status.tone),
    headline: sanitise(`${status.sign} ${status.named ?? status.heading}`),
    asides: [sanitise(`#${request.number}`)],
    notices: said(notice, status),
    answers: said(answer, status),
    title: sanitise(rules.title(request.change), LENGTHS.title),
    ...consequences(request),
    story: [...story(status), ...byHand.warnings.map((text) => ({ text: sanitise(text) }))],
    ...(byHand.handovers.length > 0 ? { changes: [], comparisons: [] } : difference(request, change)),
    handovers: byHand.handovers,
    links: shows.overdue ? [] : byHand.links,
    effects: preview(request, effects),
    details: requestDetails(request, status, policy, { actsAs, seen }),
    next: [{ text: sanitise(requestHint(request, status, role, shows)) }],
    ...requestControls(request, role, shows),
    refreshes: role === 'shared' && !hasEnded(request.state) ? [refresh(options)] : [],
  };
}

/** Somebody whose approval counts can take it back, whatever role they hold now. */
function viewerOf({ approvals }: Request, { role, viewer, mayApprove = true }: RequestCardOptions): CardViewer {
  const isTheirs = approvals.some(({ by }) => by.oid === viewer);
  if (isTheirs && (role === 'approver' || role === 'reader')) return 'endorser';
  return role === 'approver' && !mayApprove ? 'rejecter' : role;
}

function refresh(options: RequestCardOptions): { userIds: readonly string[] } {
  return { userIds: options.refreshFor.slice(0, MOST_REFRESHED) };
}

/** The banner stays until the request has ended unapplied. The remarks matter only to those who still decide. */
function consequences(request: Request): Pick<RequestModel, 'risks' | 'remarks'> {
  const { banner, notes, lowersProtection } = kindOf(request.change).risk(request.change, request.base);
  const tone = lowersProtection ? 'attention' : 'warning';
  const over = hasEnded(request.state) && request.state !== 'applied';
  const remarks = notes.slice(0, MOST_NOTES).map((note) => ({ text: sanitise(note) }));
  const deciding = request.state === 'draft' || request.state === 'pending';
  return {
    risks: banner && !over ? [{ text: sanitise(banner), tone, color: tone }] : [],
    remarks: deciding && remarks.length > 0 ? [{ notes: remarks }] : [],
  };
}

function said(what: Said | undefined, status: Status): RequestModel['notices'] {
  if (!what || isTold(what.text, status)) return [];
  return [{ tone: toneStyle(what.tone), text: sanitise(what.text) }];
}

/** Why it was stopped stands on its card; nobody has to read it twice. */
function isTold(text: string, { story: told }: Status): boolean {
  return told.some((line) => text.startsWith(line));
}

function story(status: Status): RequestModel['story'] {
  return status.story.slice(0, MOST_STORY).map((text) => ({ text: sanitise(text) }));
}

function difference(request: Request, change: ShownChange): Pick<RequestModel, 'changes' | 'comparisons'> {
  const now = request.closing?.now;
  if (now) return { changes: [], comparisons: [{ rows: driftRows(request, now) }] };
  const heading = request.outcome?.code === 'written' ? 'Changed' : 'Change asked for';
  return {
    changes: change.rows.length > 0 ? [{ heading: sanitise(heading), rows: change.rows }] : [],
    comparisons: [],
  };
}

/**
 * The preview for those who decide, and what followed once it was applied. A request that ended without being applied
 * has none.
 */
function preview(request: Request, most: EffectsShown): RequestModel['effects'] {
  if (hasEnded(request.state) && request.state !== 'applied') return [];
  const effects = kindOf(request.change).effects(request.change, request.base);
  if (effects === null) return [];
  const isPast = request.state === 'applied';
  return [
    effectsModel(isPast ? { ...effects, headline: `When it was asked for: ${effects.headline}` } : effects, most),
  ];
}
