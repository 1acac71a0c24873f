import { FEATURE_STATE_WORDS, feature } from '../../changes/features.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import { inEnglish } from '../../shared/language/worded.ts';
import type { Outcome, Request } from './request.ts';
import { type Alone, type ClosingCode, type Corroboration, type Emergency, isOutOfScope } from './request.ts';
import { isUnsent } from './transitions.ts';

/** Ends after which the operator is told before anybody asks again, and one that a newer request replaced. */
const NOT_AGAIN: readonly ClosingCode[] = ['digest-mismatch', 'identity-changed', 'record-mismatch', 'superseded'];

/**
 * Whether the same can be asked for with one press: what ended unapplied, for no cause to look into first; orders of
 * which some certainly were not done; the rest of what was applied in part; or what stands on a renamed group.
 */
export function mayAskAgain(request: Pick<Request, 'state' | 'closing' | 'change' | 'outcome' | 'waiting'>): boolean {
  const { state, closing, outcome, change } = request;
  const { end = 'running', left = 0 } = isUndone(request) ? {} : (ordersOf(request) ?? {});
  const isOnRenamed = change.kind === 'indicators' && isOutOfScope(outcome);
  if (state === 'applied') return (end !== 'running' && left > 0) || isLeftInPart(request) || isOnRenamed;
  // Where an order is all that nobody knows of several changes, what lies behind it was certainly not written.
  if (state === 'unknown') return request.change.kind === 'several' && holdsNoMore(request);
  if (state === 'failed') return !mayHaveOrdered(request) || Boolean(outcome?.items?.refused);
  return state !== 'draft' && NOTHING_DONE.includes(state) && !(closing && NOT_AGAIN.includes(closing.code));
}

/** Whether it failed since no reading shows it, with orders on devices among it that may have arrived all the same. */
export function mayHaveOrdered({ change, outcome }: Pick<Ordered, 'outcome'> & Pick<Request, 'change'>): boolean {
  const isNotShown = outcome?.code === 'not-written' || outcome?.code === 'not-shown';
  return isNotShown && Boolean(outcome.items?.unknown) && partsOf(change).some(isOrders);
}

/** Whether a part of what was applied, other than orders on devices, was not written: the rest can be asked for. */
export function isLeftInPart({ state, change, outcome }: Pick<Request, 'state' | 'change' | 'outcome'>): boolean {
  return state === 'applied' && !isOrders(change) && Boolean(outcome?.items?.refused) && !isUndone({ outcome });
}

function isUndone({ outcome }: Pick<Request, 'outcome'>): boolean {
  return outcome?.undoneBy?.some(({ isWhole }) => isWhole) ?? false;
}

/**
 * How far the orders are that Defender took on devices. `running`: some may still end; `done`: all ended as asked;
 * `failed`: none did; `cancelled`: none did, since they were cancelled; `part`: some did, or it is not known of all.
 */
export interface Orders {
  readonly end: 'running' | 'done' | 'part' | 'failed' | 'cancelled';
  /** Of how many devices it was asked for, how many orders Defender took, and how many ended as asked. */
  readonly total: number;
  readonly taken: number;
  readonly done: number;
  /** How many did not, by what became of them. */
  readonly not: Readonly<Record<'failed' | 'timedOut' | 'cancelled' | 'open', number>>;
  /** On how many it was certainly not done: of the others nobody may order it again, since that could do it twice. */
  readonly left: number;
}

type Ordered = { readonly change: { readonly kind: string }; readonly outcome: OrderOutcome | null };
type OrderOutcome = Pick<Outcome, 'code' | 'items' | 'followed'>;

/** Whether a change is orders on devices, each followed to its end in Defender. */
export function isOrders({ kind }: { readonly kind: string }): boolean {
  return kind === 'response-actions' || kind === 'antivirus-scan';
}

/** Whether orders on devices hold their objects no more while they are unknown: what was done must be undoable. */
export function holdsNoMore({ state, change, waiting }: Pick<Request, 'state' | 'change' | 'waiting'>): boolean {
  return state === 'unknown' && (isOrders(change) || waiting?.unclear === true);
}

/** Whether a change takes a restriction from devices: to cancel it leaves them as they are. */
export function isFreeing(change: Request['change']): boolean {
  return change.kind === 'response-actions' && (change.act === 'release' || change.act === 'lift');
}

/** Whether Defender lists an order of a release or a lift as one that its device has not taken yet. */
export function isWaitingToFree({ change, outcome }: Pick<Request, 'change' | 'outcome'>): boolean {
  if (!isFreeing(change) || outcome?.followed?.isOver || outcome?.cancelled) return false;
  return (outcome?.followed?.counts.Pending ?? 0) > 0;
}

/** Null for a request that ordered nothing on devices. */
export function ordersOf({ change, outcome }: Ordered): Orders | null {
  if (!isOrders(change)) return null;
  if (outcome?.code !== 'written' || !outcome.items) return null;
  const { total, done: taken, unknown } = outcome.items;
  const counts = outcome.followed?.counts ?? {};
  const { Succeeded: done = 0, Failed: failed = 0, TimeOut: timedOut = 0, Cancelled: cancelled = 0 } = counts;
  const open = unknown + (counts.Pending ?? 0) + (counts.InProgress ?? 0) + (counts.missing ?? 0);
  const end = outcome.followed?.isOver ? endOf({ total, taken, done, cancelled, open }) : 'running';
  return { end, total, taken, done, not: { failed, timedOut, cancelled, open }, left: total - done - open };
}

function endOf({ total, taken, done, cancelled, open }: Readonly<Record<string, number>>): Orders['end'] {
  if (done === total) return 'done';
  if (done !== 0 || open !== 0) return 'part';
  return cancelled === taken ? 'cancelled' : 'failed';
}

/** What became of an order that Defender took: `ordered` while it may still end; `not-done` where nobody tells why. */
export type OrderState = 'ordered' | 'done' | 'failed' | 'timedOut' | 'cancelled' | 'not-done';

const CAUSES = ['failed', 'timedOut', 'cancelled'] as const;

/** What became of the order on one device, by the key of its item; null for a request that ordered nothing on any. */
export function orderState(request: Ordered, key: string): OrderState | null {
  const orders = ordersOf(request);
  if (orders === null) return null;
  const { done, taken, not } = orders;
  if (done === taken) return 'done';
  const undone = request.outcome?.followed?.undone;
  if (!undone?.includes(key)) return undone && done + undone.length === taken ? 'done' : 'ordered';
  const [cause, ...others] = CAUSES.filter((one) => not[one] > 0);
  const isTold = cause && others.length === 0 && not[cause] === undone.length;
  return isTold ? cause : 'not-done';
}

/** Whether all that was written has ended by itself, as last read: indicators with an end. */
export function hasRunOut(outcome: Pick<Outcome, 'followed'> | null): boolean {
  if (!outcome?.followed?.isOver) return false;
  const { stand = 0, ended = 0, replaced = 0, changed = 0 } = outcome.followed.counts;
  return ended > 0 && stand + replaced + changed === 0;
}

/** Whether other requests, or somebody in the portal, took the place of all that it wrote: nothing can be undone. */
export function isOvertaken({ change, outcome }: Pick<Request, 'change'> & Pick<Ordered, 'outcome'>): boolean {
  if (change.kind !== 'indicators' || !outcome?.followed || change.entries.some(({ to }) => !to)) return false;
  const { stand = 0, ended = 0, replaced = 0, changed = 0 } = outcome.followed.counts;
  return stand + ended === 0 && replaced + changed > 0;
}

/** Whether something was done that a revert may undo, and that no later request undid as a whole. */
export function mayRevert(request: Request): boolean {
  if (isUndone(request) || isOvertaken(request)) return false;
  const orders = ordersOf(request);
  if (orders && orders.end !== 'running' && orders.done === 0 && orders.end !== 'part') return false;
  const rules = kindOf(request.change);
  if (hasRunOut(request.outcome) && rules.diff(request.change, request.base).every(({ from }) => from === '-'))
    return false;
  return !rules.unrestorable?.(request.change, request.base);
}

/** Whether a person applies something of it, or somebody still reads what they reported. */
export function isInHands({ handover }: Pick<Request, 'handover'>): boolean {
  return handover !== null && handover.found === undefined;
}

/**
 * Whose session sent the write of a request, however it ended and as long as nobody knows how: who wrote is known
 * before it is known what came of it. Empty where no person's session did.
 */
export function sessionIn(
  sent: Partial<Pick<Request, 'outcome' | 'waiting'>>,
): Pick<NonNullable<Request['outcome']>, 'session'> {
  const session = sent.outcome?.session ?? sent.waiting?.session;
  return session ? { session } : {};
}

type Owing = Parameters<typeof ordersOf>[0] & { readonly state: string; readonly alone?: Alone };

/** What is owed of a request: nothing where it was settled, or where it ended without anything done. */
export function debtOf(request: Owing): Emergency | null {
  const { alone } = request;
  return alone?.why !== 'emergency' || alone.settled || wasNothingDone(request) ? null : alone;
}

/** Whether an emergency is owed no approval since nothing was done, and nobody settled it. */
export const isFree = (request: Owing): boolean =>
  request.alone?.why === 'emergency' && !request.alone.settled && wasNothingDone(request);

/** Whether it ended so that nothing was done by it: before its write, found so, refused, or failed on each device. */
function wasNothingDone(request: Owing): boolean {
  if (NOTHING_DONE.includes(request.state)) return true;
  if (request.state === 'failed') return request.outcome?.code === 'refused' || isNeverShown(request);
  const end = request.state === 'applied' ? ordersOf(request)?.end : undefined;
  return isFoundSo(request) || end === 'failed' || end === 'cancelled';
}

/** Whether it was so already when it was to be done, and nothing was sent. */
export const isFoundSo = ({ state, outcome }: Pick<Owing, 'state' | 'outcome'>) =>
  state === 'applied' && outcome?.code === 'in-place';

/** Whether readings showed it on no device; one that shows it later brings the debt back. */
export const isNeverShown = ({ outcome }: Pick<Owing, 'outcome'>) =>
  outcome?.code === 'not-written' && outcome.items?.done === 0;

/** States of a request that ended before anything was done. */
export const NOTHING_DONE: readonly string[] = ['draft', 'discarded', 'rejected', 'withdrawn', 'expired', 'stale'];

/** What a list says of a request besides its state, where the state says too little. */
export type ShortProof =
  | 'verified'
  | 'corroborated'
  | 'corroborated-otherwise'
  | 'corroborated-in-part'
  | 'attested'
  | 'unseen'
  | 'surfaced'
  | 'surfaced-in-part'
  | 'accepted'
  | 'stopped'
  | 'owed'
  | 'unclear'
  | 'unsent'
  | `orders-${Orders['end']}`;

/** How it is known what came of a request, for lists; empty where its state says it all. */
export function proofOf(request: Request): { readonly proof?: ShortProof } {
  const { state, outcome, waiting, closing } = request;
  if (closing?.code === 'stopped') return { proof: 'stopped' };
  if (state === 'applying' && waiting?.unclear) return { proof: 'unclear' };
  if (debtOf(request)) return { proof: isUnsent(request) ? 'unsent' : 'owed' };
  const orders = ordersOf(request);
  if (orders) return { proof: `orders-${orders.end}` };
  if (state === 'unknown' && waiting?.accepted) return { proof: 'accepted' };
  const told = corroborationsIn(outcome);
  if (outcome?.code === 'attested' && told.length > 0 && (outcome.corroborated || !outcome.proof?.unseen)) {
    const isOthers = told.some(({ findings }) => findings.includes('another-person'));
    const whole = isOthers ? 'corroborated-otherwise' : 'corroborated';
    return { proof: isCorroborated(request) ? whole : 'corroborated-in-part' };
  }
  if (outcome?.code === 'attested' && outcome.proof?.unseen) return { proof: 'unseen' };
  if (isInPart(outcome)) return { proof: 'surfaced-in-part' };
  const code = (['verified', 'attested', 'surfaced'] as const).find((one) => one === outcome?.code);
  return code ? { proof: code } : {};
}

function isInPart(outcome: Outcome | null): boolean {
  return outcome?.expiredAt !== undefined && Boolean(outcome.proof?.unknown ?? outcome.proof?.unwritten);
}

type Logged = Pick<Request, 'change'> & { readonly outcome: Records | null };
type Records = Pick<Outcome, 'proof' | 'corroborated' | 'corroboratedParts'>;

/** One change of several that Microsoft's audit log may tell of. */
interface SwitchPart {
  /** From 1. */
  readonly number: number;
  readonly change: Extract<Change, { kind: 'advanced-feature' }>;
}

/** The switches among the changes of a request, which the log has records of; it has none of device groups. */
export function switchParts(change: Change): readonly SwitchPart[] {
  return partsOf(change).flatMap((part, at) =>
    part.kind === 'advanced-feature' ? [{ number: at + 1, change: part }] : [],
  );
}

/** What Airlock would have written once the rest was reported as applied, and did not, since that expired: titles. */
export function unwrittenOf({ state, change }: Pick<Request, 'state' | 'change'>): Pick<Proof, 'unwritten'> {
  if (state !== 'expired' || change.kind !== 'several') return {};
  const unwritten = inEnglish(() => change.parts.filter(isApiChange).map((part) => kindOf(part).title(part)));
  return unwritten.length > 0 ? { unwritten } : {};
}

type Proof = NonNullable<Outcome['proof']>;

/** What the log says of a request: of its one change, or of each part of several that it has a record of. */
export function corroborationsIn(outcome: Records | null): readonly Corroboration[] {
  if (outcome?.corroborated) return [outcome.corroborated];
  return (outcome?.corroboratedParts ?? []).map(({ log }) => log);
}

/** What is kept of an earlier record of this switch; absent where none is. */
export function corroborationOf(
  { change, outcome }: Logged,
  { feature: name }: { readonly feature: string | null },
): Corroboration | undefined {
  if (change.kind !== 'several') return outcome?.corroborated;
  const of = switchParts(change).find((part) => part.change.feature === name);
  return outcome?.corroboratedParts?.find(({ part }) => part === of?.number)?.log;
}

/** A switch as the proof of a request names it, in English. */
export function proofWords({ change }: SwitchPart): string {
  return `${feature(change.feature).title}: ${FEATURE_STATE_WORDS[change.to]}`;
}

/** What nothing but somebody's word says, in the words of the proof. */
export function byWordAlone({ change, outcome }: Logged): readonly string[] {
  if (outcome?.corroborated) return [];
  const told = (outcome?.corroboratedParts ?? []).map(({ part }) => part);
  const parts = switchParts(change);
  const isTold = ({ number }: SwitchPart) => told.includes(number);
  if (parts.length === partsOf(change).length && parts.every(isTold)) return [];
  const words = parts.filter(isTold).map(proofWords);
  return (outcome?.proof?.attested ?? []).filter((what) => !words.includes(what));
}

/** Whether the log has a record of a part of it, and a reading or the log says each other part, too. */
export function isCorroborated({ change, outcome }: Logged): boolean {
  if (outcome?.corroborated) return true;
  if (corroborationsIn(outcome).length === 0) return false;
  const { unseen, unknown, unwritten } = outcome?.proof ?? {};
  return byWordAlone({ change, outcome }).length === 0 && !unseen && !unknown && !unwritten;
}
