import { isSameAccount, whoSaidSo } from '../../knowing/named-in-log.ts';
import type { AuditedChange } from '../../ports/tenant-audit.ts';
import type { Corroboration, Request, RequestIn } from '../../record/request.ts';
import { corroborationOf, switchParts } from '../../record/told-by-request.ts';
import { mayHaveActed } from './may-have-acted.ts';
import { earlyNote, endNote, takenBackNote, UNKNOWN_SETTING } from './record-notes.ts';
import {
  type Among,
  type Around,
  approvedAt,
  CLOCKS,
  chosenFor,
  isChangedBack,
  isInTime,
  isOfAnother,
  isOfWhoSaidSo,
  isSameChange,
  isSetOtherwise,
  keptAsRecord,
  SAID_FIRST,
  saidAt,
} from './whose-record.ts';

type Applied = RequestIn<'applied'>;

/** A request of which nothing but a record says that it was applied. */
export type Surfacing = RequestIn<'expired' | 'failed' | 'unknown'>;

/** A request, or `part` of its several changes, from 1. */
interface Of<R> {
  readonly request: R;
  readonly part?: number;
}

/**
 * What a record of Microsoft's audit log is, beside Airlock's own requests. `corroborates`: it says that this request
 * was applied; `surfaces`: that one was, too, which ended with nobody having reported it, or which Airlock wrote and no
 * reading shows; `waits`: a request has not ended, and may be what it tells of (`inHand`: of whose steps nobody has
 * reported so far that they were followed); `known`: it says nothing new;
 * `outside`: no request explains it. It had been taken for one that `corroborated` says, by mistake.
 */
export type Explained =
  | ({ readonly kind: 'corroborates' } & Of<Applied>)
  | ({ readonly kind: 'surfaces' } & Of<Surfacing>)
  | { readonly kind: 'waits'; readonly inHand?: RequestIn<'approved'> }
  | { readonly kind: 'known' }
  | { readonly kind: 'outside'; readonly note: string | null; readonly mistaken?: Of<Applied> };

const ALONE: Around = { records: [], told: [], persons: new Map() };

/**
 * Finds the request that a record tells of: one that may have acted, of the same switch and value, at or after its
 * approval, not long after its end, and not after anything that set the switch otherwise since. Of several records of
 * one request, who said so counts before others, and what was last set before they said so.
 * @param requests newest first
 */
export function explainRecord(record: AuditedChange, requests: readonly Request[], around = ALONE): Explained {
  if (record.feature === null) return { kind: 'outside', note: UNKNOWN_SETTING };
  const asked = requests.filter((request) => isOf(request, record)).sort((a, b) => approvedAt(b) - approvedAt(a));
  const before = asked.filter(
    (request) => record.at >= approvedAt(request) - CLOCKS && !isChangedBack(request, record, requests),
  );
  const all = before.map((request) => explainedBy(request, record, { ...around, requests }));
  const found = all.find((one) => one.kind !== 'outside');
  if (found) return found;
  const [last] = before;
  const early = asked.find((request) => record.at < approvedAt(request) - CLOCKS && !isUnapplied(request));
  const pending = requests.find((request) => request.state === 'pending' && isSameChange(request, record));
  const followed = requests.find((request) => mayFollow(request, record));
  const note = (last && endNote(last, record, around)) ?? (followed ? takenBackNote(followed) : null);
  const mistaken = all.flatMap((one) => (one.kind === 'outside' ? (one.mistaken ?? []) : []))[0];
  return { kind: 'outside', note: note ?? (last ? null : earlyNote(early, pending)), ...(mistaken && { mistaken }) };
}

function isOf(request: Request, record: AuditedChange): boolean {
  return request.approvals.length > 0 && isSameChange(request, record);
}

/** Whether somebody may have followed the steps of a request whose approval was taken back afterwards. */
function mayFollow(request: Request, record: AuditedChange): boolean {
  if (!('handedOver' in request) || request.handedOver === undefined || !isSameChange(request, record)) return false;
  const until = (request.closing?.at ?? Number.POSITIVE_INFINITY) + SAID_FIRST;
  return record.at >= request.handedOver - CLOCKS && record.at <= until;
}

/**
 * Whether who is named in a record matters to what it is: it may be of a request whose applying somebody reported, or
 * whose write a session sent.
 */
export function needsPerson(record: AuditedChange, requests: readonly Request[]): boolean {
  return requests.some(
    (request) =>
      (request.state === 'applied' || request.state === 'unknown' || request.state === 'failed') &&
      mayBeOthers(corroborationOf(request, record)) &&
      isOf(request, record) &&
      record.at >= approvedAt(request) - CLOCKS &&
      whoSaidSo(request) !== null,
  );
}

/** Whether a record of who said so would still be news: none was found, or one of somebody else. */
function mayBeOthers(corroborated: Corroboration | undefined): boolean {
  const findings = corroborated?.findings ?? ['not-identified'];
  return findings.includes('another-person') || findings.includes('not-identified');
}

/** A record tells of one change of several: that one is looked at as a request of its own. */
function explainedBySeveral(request: Request, record: AuditedChange, around: Among): Explained {
  if (request.state === 'approved' || request.state === 'applying') return waitingFor(request, record);
  const part = switchParts(request.change).find(({ change }) => change.feature === record.feature);
  if (request.state === 'expired' && part) {
    const explained = explainedBy({ ...request, change: part.change }, record, around);
    return explained.kind === 'surfaces' ? { ...explained, request, part: part.number } : explained;
  }
  if (request.state !== 'applied' || !part) return OUTSIDE;
  const log = corroborationOf(request, record);
  const { corroboratedParts: _parts, ...outcome } = request.outcome;
  const alone = { ...request, change: part.change, outcome: { ...outcome, ...(log && { corroborated: log }) } };
  const explained = isWritten(request, part.number)
    ? appliedBy(alone, record, around)
    : unwrittenBy(alone, record, around);
  if (explained.kind === 'outside' && explained.mistaken)
    return { ...explained, mistaken: { request, part: part.number } };
  return explained.kind === 'corroborates' ? { ...explained, request, part: part.number } : explained;
}

/** Whether a change of several is among those that are applied, from the first. */
function isWritten({ outcome: { items } }: Applied, part: number): boolean {
  return items === undefined || part <= (items.parts ?? items.done);
}

/** Of a change that was not written, or of which that is not known, the record of whose session wrote is no news. */
function unwrittenBy(request: Applied, record: AuditedChange, around: Around): Explained {
  const isOwn = record.value !== null && isOfWhoSaidSo(request, record, around);
  return isOwn && record.at <= saidAt(request) + SAID_FIRST ? { kind: 'known' } : OUTSIDE;
}

function explainedBy(request: Request, record: AuditedChange, around: Among): Explained {
  if (!mayHaveActed(request)) return OUTSIDE;
  if (request.change.kind === 'several') return explainedBySeveral(request, record, around);
  switch (request.state) {
    case 'approved':
    case 'applying':
      return waitingFor(request, record);
    case 'unknown':
    case 'failed':
      return writtenBy(request, record, around);
    case 'expired':
      return record.value !== null && request.handover && record.at <= request.closing.at + SAID_FIRST
        ? { kind: 'surfaces', request }
        : OUTSIDE;
    case 'applied':
      return appliedBy(request, record, around);
    default:
      return OUTSIDE;
  }
}

function waitingFor(request: RequestIn<'approved' | 'applying'>, { value }: AuditedChange): Explained {
  const isInHand = request.state === 'approved' && request.handover !== null && value !== null;
  return isInHand ? { kind: 'waits', inHand: request } : { kind: 'waits' };
}

const OUTSIDE: Explained = { kind: 'outside', note: null };

/** Whatever Defender answered, and however long no reading shows it: the log dates the write when it was sent. */
function writtenBy(request: RequestIn<'failed' | 'unknown'>, record: AuditedChange, around: Around): Explained {
  const { at, value } = record;
  if (at > request.startedAt + SAID_FIRST || isOfAnother(request, record, around)) return OUTSIDE;
  if (value !== null) return { kind: 'surfaces', request };
  return request.state === 'unknown' ? { kind: 'waits' } : OUTSIDE;
}

/** Each request is told of once; who saves the page again a moment later leaves one more record of the same. */
function appliedBy(request: Applied, record: AuditedChange, around: Among): Explained {
  const { corroborated } = request.outcome;
  const isOwn = isOfWhoSaidSo(request, record, around);
  if (record.value === null) return isOwn && record.at <= saidAt(request) + CLOCKS ? { kind: 'known' } : OUTSIDE;
  const isKept = corroborated?.recordId === record.id;
  if (!isInTime(request, record, around)) return isKept ? mistakenFor(request) : OUTSIDE;
  if (isKept) return { kind: 'known' };
  const chosen = chosenFor(request, record, around);
  if (corroborated)
    return besideKept(request, { record, isOwn, isChosen: chosen.id === record.id }, corroborated, around);
  if (chosen.id === record.id) return { kind: 'corroborates', request };
  return isOwn || isSameAccount(chosen, record) ? { kind: 'waits' } : OUTSIDE;
}

/** Where a word stands beside it, that is what is left. */
function mistakenFor(request: Applied): Explained {
  return request.outcome.code === 'attested'
    ? { kind: 'outside', note: null, mistaken: { request } }
    : { kind: 'known' };
}

interface Beside {
  readonly record: AuditedChange;
  readonly isOwn: boolean;
  /** Whether it fits better than the record that is kept. */
  readonly isChosen: boolean;
}

function besideKept(
  request: Applied,
  { record, isOwn, isChosen }: Beside,
  kept: Corroboration,
  around: Around,
): Explained {
  const [first, last] = [record, keptAsRecord(record, kept)].sort((one, other) => one.at - other.at);
  const isOther = first !== undefined && last !== undefined && isSetOtherwise(first.at, last, around);
  const isEarlier = record.at < kept.at;
  if (isChosen && ((isOther && isEarlier) || (isOwn && mayBeOthers(kept)))) return { kind: 'corroborates', request };
  const isSame = isSameAccount(kept, record) && !isOther;
  return isSame || (isOwn && isEarlier) ? { kind: 'known' } : OUTSIDE;
}

function isUnapplied({ state }: Request): boolean {
  return state === 'rejected' || state === 'withdrawn';
}
