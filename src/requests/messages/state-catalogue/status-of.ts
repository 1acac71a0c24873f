import { sourceWords } from '../../../changes/knowledge/source-words.ts';
import { kindOf, systemName } from '../../../changes/registry/kind-of.ts';
import { joinedByAnd } from '../../../shared/language/in-sentences.ts';
import { sayNote } from '../../../shared/language/stored-notes.ts';
import { inWords, utcWords } from '../../../shared/language/time-words.ts';
import { inEnglish, say, t } from '../../../shared/language/worded.ts';
import { nameIn } from '../../record/actor-names.ts';
import type { Actor, Alone, Closing, Handover, Outcome, Request, RequestState, Waiting } from '../../record/request.ts';
import {
  corroborationsIn,
  debtOf,
  isFree,
  isInHands,
  ordersOf,
  type ShortProof,
} from '../../record/told-by-request.ts';
import type { Tone } from '../answers.ts';
import { allFindings, allNamedInLog, isAnyBefore } from '../corroboration-words.ts';
import { unsentRow, withDebt, withoutApproval, withoutDebt } from './alone-rows.ts';
import { aloneApprovers, debtSentence } from './alone-words.ts';
import { CLOSING_ROWS } from './closing-rows.ts';
import {
  CORROBORATED_IN_PART_ROW,
  CORROBORATED_LATE_IN_PART_ROW,
  CORROBORATED_OTHERWISE_ROW,
  CORROBORATED_ROW,
  corroboratedRow,
  withFindings,
} from './corroborated-rows.ts';
import { driftRow } from './drift-rows.ts';
import { untouched, wasHandedOver } from './handed-over.ts';
import { ENDS_AFTER_HANDOVER, HANDOVER_ROWS } from './handover-rows.ts';
import { ITEM_ROWS, ORDER_ROWS, overRow, type Stoppable, UNCLEAR, writingRow } from './item-rows.ts';
import {
  ACCEPTED_SHOWN_ROW,
  ATTESTED_IN_PART_ROW,
  ATTESTED_UNSEEN_ROW,
  IN_PLACE_BY_APPROVER_ROW,
  IN_PLACE_BY_WORD_ROW,
  NO_MORE_ROW,
  OUTCOME_ROWS,
  SURFACED_IN_PART_ROW,
  SURFACED_UNWRITTEN_ROW,
  WRITTEN_BESIDE_OTHERS_ROW,
} from './outcome-rows.ts';
import { ACCEPTED_ROW, OVERDUE, STATE_ROWS, unknownRow, WAITING_ROW } from './state-rows.ts';
import type { Facts, NextStep, StatusRow, StatusTone, StatusViewer, Text } from './status-row.ts';
import { textOf } from './status-row.ts';
import { undoneFacts } from './undone-words.ts';

/** The row of a request, with its facts filled in. */
export interface Status {
  readonly tone: StatusTone;
  readonly sign: StatusRow['sign'];
  readonly short: string;
  readonly heading: string;
  readonly named: string | null;
  readonly sentence: string;
  readonly story: readonly string[];
  readonly next: (viewer: StatusViewer) => string;
  readonly news: { readonly tone: Tone; readonly title: string; readonly text: string } | null;
  readonly onceMended: string | null;
  readonly reminder: string | null;
  readonly deadline: string | null;
  readonly retry: string | null;
  readonly ended: string | null;
}

/** What the wording about a request depends on. May describe the request as it will be after its next step. */
export interface StatusInput extends Stoppable, Pick<Request, Told> {
  readonly deadline: number | null;
  readonly startedAt: number | null;
  readonly closing: Closing | null;
  readonly outcome: Pick<Outcome, keyof Outcome> | null;
  readonly handover: Handover | null;
  readonly handedOver?: number;
  readonly alone?: Alone;
  readonly waiting: Waiting | null;
}

/**
 * All wording about the status of a request.
 * @param now milliseconds since 1970; without it, a deadline that has passed is ignored
 */
export function statusOf(request: StatusInput, now: number | null = null): Status {
  const row = rowOf(request);
  return filled(
    now !== null && isOverdue(request, now) ? { ...row, named: null, ...OVERDUE } : row,
    factsOf(request, now),
  );
}

/** Whether the deadline has passed: nothing can be decided any more, though the request may still be open. */
export function isOverdue(request: Pick<Request, 'deadline'>, now: number): boolean {
  return request.deadline !== null && request.deadline <= now;
}

/** The most specific row for a request: how it ended, how far a person has applied it, what it waits for, its state. */
export function rowOf(request: StatusInput): StatusRow {
  const row = usualRow(request);
  if (!request.alone) return row;
  if (!request.outcome && request.state !== 'unknown') return withoutApproval(row);
  if (isFree(request)) return withoutDebt(withoutApproval(row));
  return debtOf(request) ? withDebt(withoutApproval(row), request.outcome !== null) : withoutApproval(row);
}

function usualRow(request: StatusInput): StatusRow {
  const { state, closing, outcome, handover, waiting } = request;
  if (closing) return closingRow(request, closing);
  const orders = ordersOf(request);
  if (orders) return ORDER_ROWS[orders.end];
  if (outcome) return outcomeRow({ change: request.change, outcome });
  if (handover && state === 'approved') return HANDOVER_ROWS[waiting ? 'not-confirmed' : 'handed-over'];
  if (state === 'applying' && isInHands(request)) return HANDOVER_ROWS.verifying;
  if (state === 'applying') return writingRow(request);
  if (state === 'unknown') return unknownRow(request);
  return state === 'approved' && waiting ? WAITING_ROW : STATE_ROWS[state];
}

function closingRow(request: StatusInput, { code }: Closing): StatusRow {
  const drifted = driftRow(request);
  if (drifted) return drifted;
  const afterHandover: Readonly<Partial<Record<Closing['code'], StatusRow>>> = ENDS_AFTER_HANDOVER;
  return (wasHandedOver(request) ? afterHandover[code] : undefined) ?? CLOSING_ROWS[code];
}

type Told = 'number' | 'state' | 'change' | 'base' | 'requester' | 'approvals';
type Ended = Parameters<typeof corroboratedRow>[0] & { readonly outcome: OutcomeFacts };
type OutcomeFacts = Omit<Outcome, 'at' | 'note'>;

function outcomeRow(request: Ended): StatusRow {
  const row = corroboratedRow(request) ?? overRow(request) ?? appliedRow(request.outcome);
  return withFindings(row, corroborationsIn(request.outcome));
}

function appliedRow({ code, accepted, warning, proof, known, items }: Ended['outcome']): StatusRow {
  if (code === 'written' && items) return ITEM_ROWS[items.done === items.total ? 'whole' : 'part'];
  if (code === 'found-later' && items) return ITEM_ROWS.late;
  if (code === 'not-written' && items) return ITEM_ROWS.missing;
  if (code === 'found-later' && accepted) return ACCEPTED_SHOWN_ROW;
  if (code === 'in-place' && known) return warning === undefined ? IN_PLACE_BY_WORD_ROW : IN_PLACE_BY_APPROVER_ROW;
  if (code === 'written' && warning !== undefined) return WRITTEN_BESIDE_OTHERS_ROW;
  if (code === 'attested' && proof?.unseen) return ATTESTED_UNSEEN_ROW;
  if (code === 'attested' && proof?.verified.length) return ATTESTED_IN_PART_ROW;
  if (code === 'surfaced' && proof?.unseen) return NO_MORE_ROW;
  if (code === 'surfaced' && proof?.unwritten) return SURFACED_UNWRITTEN_ROW;
  if (code === 'surfaced' && proof?.attested.length) return SURFACED_IN_PART_ROW;
  return OUTCOME_ROWS[code];
}

/** The note to store for a request that ends this way, in English. Includes what it was waiting for until then. */
export function closingNote(
  request: StatusInput,
  closing: Pick<Closing, 'code' | 'by' | 'now' | 'watchedUntil'>,
): string {
  const ending = { ...request, closing: { at: 0, note: request.waiting?.note ?? '', ...closing } };
  return inEnglish(() => noteOf(rowOf(ending), factsOf(ending)));
}

/** The same for the end of applying. */
export function outcomeNote(
  request: StatusInput,
  outcome: Pick<Outcome, 'code' | 'at' | 'accepted' | 'warning' | 'watchedUntil' | 'known'>,
): string {
  const ending = { ...request, outcome: { note: '', ...outcome } };
  return inEnglish(() => noteOf(rowOf(ending), factsOf(ending)));
}

function noteOf(row: StatusRow, facts: Facts): string {
  if (row.record) return joined(row.record, facts);
  return row.news?.text === 'story-and-next'
    ? joined([...row.story, ...general(row.next)], facts)
    : joined(row.story, facts);
}

const PROOF_ROWS: Readonly<Record<ShortProof, StatusRow>> = {
  verified: OUTCOME_ROWS.verified,
  corroborated: CORROBORATED_ROW,
  'corroborated-otherwise': CORROBORATED_OTHERWISE_ROW,
  'corroborated-in-part': CORROBORATED_IN_PART_ROW,
  attested: OUTCOME_ROWS.attested,
  unseen: ATTESTED_UNSEEN_ROW,
  surfaced: OUTCOME_ROWS.surfaced,
  'surfaced-in-part': CORROBORATED_LATE_IN_PART_ROW,
  accepted: ACCEPTED_ROW,
  stopped: CLOSING_ROWS.stopped,
  owed: withDebt(ORDER_ROWS.done, true),
  unclear: UNCLEAR,
  unsent: unsentRow(STATE_ROWS.approved),
  'orders-running': ORDER_ROWS.running,
  'orders-done': ORDER_ROWS.done,
  'orders-part': ORDER_ROWS.part,
  'orders-failed': ORDER_ROWS.failed,
  'orders-cancelled': ORDER_ROWS.cancelled,
};

/** The state of a request in two or three words, for lists. A state written by a newer version is shown as it is. */
export function shortWords(state: string, proof?: ShortProof): string {
  if (proof) return say(PROOF_ROWS[proof].short);
  return Object.hasOwn(STATE_ROWS, state) ? say(STATE_ROWS[state as RequestState].short) : state;
}

function factsOf(request: StatusInput, now: number | null = null): Facts {
  const { closing, outcome, handover, startedAt } = request;
  const watched = closing?.watchedUntil ?? outcome?.watchedUntil;
  const name = (actor: Actor) => nameIn(request, actor);
  return {
    system: systemName(request.change),
    number: request.number,
    requester: name(request.requester),
    approvers: request.alone
      ? aloneApprovers(request, request.alone)
      : request.approvals.map(({ by }) => name(by)).join(', '),
    owed: debtSentence(request, now),
    closedBy: closing?.by ? name(closing.by) : null,
    attestedBy: handover?.attested ? name(handover.attested.by) : t`somebody`,
    ...undoneFacts(request),
    barred: outcome ? barredFrom(request) : null,
    note: noteIn(request),
    begun: startedAt === null ? '' : utcWords(startedAt),
    looksUntil: request.waiting?.looks ? utcWords(request.waiting.nextAt) : null,
    waited: outcome && startedAt !== null ? inWords(outcome.at - startedAt) : '',
    shown: outcome ? utcWords(outcome.at) : '',
    watchedUntil: watched === undefined ? null : utcWords(watched),
    isWatchOver: watched !== undefined && now !== null && now >= watched,
    untouched: untouched(request),
    wasHandedOver: wasHandedOver(request),
    isAlone: request.alone !== undefined,
    known: joinedByAnd((outcome?.known ?? []).map(sourceWords)),
    warning: sayNote(outcome?.warning ?? ''),
    namedInLog: allNamedInLog(outcome),
    followed: sayNote(outcome?.followed?.note ?? ''),
    isOutOfScope: (outcome?.followed?.counts.renamed ?? 0) > 0,
    orders: ordersOf(request),
    left: ordersOf(request)?.left ?? outcome?.items?.refused ?? 0,
    findings: allFindings(request).join(' '),
    isBefore: isAnyBefore(corroborationsIn(outcome)),
  };
}

/** The stored note. What somebody wrote stays as it is; of what Airlock wrote, what never varies is worded. */
function noteIn({ closing, outcome, waiting }: StatusInput): string {
  const note = closing?.note ?? outcome?.note ?? waiting?.note ?? '';
  return closing?.code === 'rejected' || closing?.code === 'stopped' ? note : sayNote(note);
}

function barredFrom({ change, base }: StatusInput): Facts['barred'] {
  return kindOf(change).unrestorable?.(change, base) ?? null;
}

function filled(row: StatusRow, facts: Facts): Status {
  const { named, news } = row;
  return {
    ...row,
    short: say(row.short),
    heading: textOf(row.heading, facts),
    named: named === null ? null : textOf(named, facts),
    sentence: textOf(row.sentence, facts),
    story: texts(row.story, facts),
    next: (viewer) => textOf(nextFor(row.next, viewer), facts),
    news: news && {
      tone: news.tone,
      title: `#${facts.number} ${textOf(news.title, facts)}`,
      text: newsText(row, facts),
    },
    onceMended: saidOf(row.onceMended),
    reminder: saidOf(row.reminder),
    deadline: saidOf(row.deadline),
    retry: row.retry === null ? null : textOf(row.retry, facts),
    ended: row.ended === null ? null : textOf(row.ended, facts),
  };
}

function saidOf(text: string | null): string | null {
  return text === null ? null : say(text);
}

function newsText({ news, story, next }: StatusRow, facts: Facts): string {
  if (news === null || news.text === 'story') return joined(story, facts);
  return joined(news.text === 'story-and-next' ? [...story, ...general(next)] : news.text, facts);
}

function nextFor(next: NextStep, viewer: StatusViewer): Text {
  return typeof next === 'object' ? (next[viewer] ?? next.others) : next;
}

/** Notes are for everybody, so this leaves out what only some viewers can do. */
function general(next: NextStep): readonly Text[] {
  return typeof next === 'object' ? [next.others] : [next];
}

function joined(parts: readonly Text[], facts: Facts): string {
  return texts(parts, facts).join(' ');
}

function texts(parts: readonly Text[], facts: Facts): string[] {
  return parts.map((part) => textOf(part, facts)).filter((text) => text !== '');
}
