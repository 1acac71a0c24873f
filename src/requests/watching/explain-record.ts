import { partsOf } from '../../changes/registry/kind-of.ts';
import { msg, t } from '../../shared/language/worded.ts';
import { isNamed, isSameAccount, whoSaidSo } from '../knowing/named-in-log.ts';
import { wasHandedOver } from '../messages/state-catalogue/handed-over.ts';
import type { DirectoryPerson } from '../ports/directory.ts';
import type { AuditedChange } from '../ports/tenant-audit.ts';
import { fullName } from '../record/actor-names.ts';
import type { OutsideItem } from '../record/outside.ts';
import type { Corroboration, Request, RequestIn } from '../record/request.ts';
import { corroborationOf, switchParts } from '../record/told-by-request.ts';

const MINUTE = 60_000;

/** By how much the clocks of Airlock and of Microsoft's audit log may differ, in ms. */
export const CLOCKS = 2 * MINUTE;

/**
 * How long after somebody said that they applied it the log may still date it, in ms: some say so first. Not where it
 * names another person, whom the directory knows: what they did after that is their own change.
 */
const SAID_FIRST = 15 * MINUTE;

/** The same where the log names exactly that person, in ms: nothing else of theirs is known. */
const SAID_LONG_BEFORE = 6 * 60 * MINUTE;

/** A request of which nothing but a record says that it was applied. */
export type Surfacing = RequestIn<'expired' | 'failed' | 'unknown'>;

/**
 * What a record of Microsoft's audit log is, beside Airlock's own requests. `corroborates`: it says that this request
 * was applied, or `part` of its several changes, from 1; `surfaces`: that one was, too, which ended with nobody having
 * reported it, or which Airlock wrote and no reading shows; `waits`: this request has not ended, and may be what it
 * tells of; `known`: it says nothing new; `outside`: no request explains it.
 */
export type Explained =
  | { readonly kind: 'corroborates'; readonly request: RequestIn<'applied'>; readonly part?: number }
  | { readonly kind: 'surfaces'; readonly request: Surfacing; readonly part?: number }
  | { readonly kind: 'waits' }
  | { readonly kind: 'known' }
  | { readonly kind: 'outside'; readonly note: string | null };

/** What else is known of the switch of a record: other records, and what was told as changed outside Airlock. */
interface Around {
  readonly records: readonly AuditedChange[];
  readonly told: readonly OutsideItem[];
  /** Whom the directory knows by what a record names, by the record's id; null where it knows nobody by that. */
  readonly persons: ReadonlyMap<string, DirectoryPerson | null>;
}

const ALONE: Around = { records: [], told: [], persons: new Map() };

/** With every request that may tell of the same switch. */
interface Among extends Around {
  readonly requests: readonly Request[];
}

/**
 * Finds the request that a record tells of: the same switch and value, at or after its approval, not long after its
 * end, and not after a later request that changed the switch back. Of several records of one request, who said so
 * counts before others, and what was last set before they said so; after another value an equal one is news again.
 * @param requests newest first
 */
export function explainRecord(record: AuditedChange, requests: readonly Request[], around = ALONE): Explained {
  if (record.feature === null) return { kind: 'outside', note: UNKNOWN_SETTING };
  const asked = requests.filter((request) => isOf(request, record)).sort((a, b) => approvedAt(b) - approvedAt(a));
  const before = asked.filter(
    (request) => record.at >= approvedAt(request) - CLOCKS && !isChangedBack(request, record, requests),
  );
  const found = before
    .map((request) => explainedBy(request, record, { ...around, requests }))
    .find((one) => one.kind !== 'outside');
  if (found) return found;
  const [last] = before;
  const early = asked.find((request) => record.at < approvedAt(request) - CLOCKS && !isUnapplied(request));
  const pending = requests.find((request) => request.state === 'pending' && isSameChange(request, record));
  const followed = requests.find((request) => mayFollow(request, record));
  const note = (last && endNote(last, record, around)) ?? (followed ? takenBackNote(followed) : null);
  return { kind: 'outside', note: note ?? (last ? null : earlyNote(early, pending)) };
}

const UNKNOWN_SETTING = msg`Airlock does not know this setting by that name.`;

function isOf(request: Request, record: AuditedChange): boolean {
  return request.approvals.length > 0 && isSameChange(request, record);
}

function isSameChange({ change }: Request, { feature, value }: AuditedChange): boolean {
  return partsOf(change).some(
    (part) => part.kind === 'advanced-feature' && part.feature === feature && (value === null || part.to === value),
  );
}

/** Whether a request that was approved later had set the switch to its other value by the time of the record. */
function isChangedBack(request: Request, { feature, value, at }: AuditedChange, requests: readonly Request[]): boolean {
  return requests.some(({ state, change, approvals, handover, outcome }) => {
    const to = partsOf(change).find((part) => part.kind === 'advanced-feature' && part.feature === feature);
    if (state !== 'applied' || to?.kind !== 'advanced-feature') return false;
    const isLater = approvedAt({ approvals }) > approvedAt(request);
    return value !== null && to.to !== value && isLater && at > (handover?.attested?.at ?? outcome.at);
  });
}

/** Whether somebody may have followed the steps of a request whose approval was taken back afterwards. */
function mayFollow(request: Request, record: AuditedChange): boolean {
  if (!('handedOver' in request) || request.handedOver === undefined || !isSameChange(request, record)) return false;
  const until = (request.closing?.at ?? Number.POSITIVE_INFINITY) + SAID_FIRST;
  return record.at >= request.handedOver - CLOCKS && record.at <= until;
}

function takenBackNote({ number }: Request): string {
  return t`Request #${number} asked for exactly this and was handed over, and its approval was taken back.`;
}

/** When the last approval was given, in ms since 1970. */
function approvedAt({ approvals }: Pick<Request, 'approvals'>): number {
  return approvals.at(-1)?.at ?? Number.POSITIVE_INFINITY;
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
  if (request.state === 'approved' || request.state === 'applying') return { kind: 'waits' };
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
  return explained.kind === 'corroborates' ? { ...explained, request, part: part.number } : explained;
}

/** Whether a change of several is among those that are applied, from the first. */
function isWritten({ outcome: { items } }: RequestIn<'applied'>, part: number): boolean {
  return items === undefined || part <= (items.parts ?? items.done);
}

/** Of a change that was not written, or of which that is not known, the record of whose session wrote is no news. */
function unwrittenBy(request: RequestIn<'applied'>, record: AuditedChange, around: Around): Explained {
  const isOwn = record.value !== null && isOfWhoSaidSo(request, record, around);
  return isOwn && record.at <= saidAt(request) + SAID_FIRST ? { kind: 'known' } : OUTSIDE;
}

function explainedBy(request: Request, record: AuditedChange, around: Among): Explained {
  if (request.change.kind === 'several') return explainedBySeveral(request, record, around);
  switch (request.state) {
    case 'approved':
    case 'applying':
      return { kind: 'waits' };
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

const OUTSIDE: Explained = { kind: 'outside', note: null };

/** Whatever Defender answered, and however long no reading shows it: the log dates the write when it was sent. */
function writtenBy(request: RequestIn<'failed' | 'unknown'>, record: AuditedChange, around: Around): Explained {
  const { at, value } = record;
  if (at > request.startedAt + SAID_FIRST || isOfAnother(request, record, around)) return OUTSIDE;
  if (value !== null) return { kind: 'surfaces', request };
  return request.state === 'unknown' ? { kind: 'waits' } : OUTSIDE;
}

/** Each request is told of once; who saves the page again a moment later leaves one more record of the same. */
function appliedBy(request: RequestIn<'applied'>, record: AuditedChange, around: Among): Explained {
  const { corroborated } = request.outcome;
  const isOwn = isOfWhoSaidSo(request, record, around);
  if (record.value === null) return isOwn && record.at <= saidAt(request) + CLOCKS ? { kind: 'known' } : OUTSIDE;
  if (!isInTime(request, record, around)) return OUTSIDE;
  if (corroborated) {
    if (corroborated.recordId === record.id) return { kind: 'known' };
    if (isOwn && mayBeOthers(corroborated)) return { kind: 'corroborates', request };
    const isSame = isSameAccount(corroborated, record) && !isSetOtherwise(corroborated.at, record, around);
    return isSame || (isOwn && record.at < corroborated.at) ? { kind: 'known' } : OUTSIDE;
  }
  const chosen = chosenFor(request, record, around);
  if (chosen.id === record.id) return { kind: 'corroborates', request };
  return isOwn || isSameAccount(chosen, record) ? { kind: 'waits' } : OUTSIDE;
}

function saidAt({ handover, outcome }: RequestIn<'applied'>): number {
  return handover?.attested?.at ?? outcome.at;
}

/** Whether a record names whoever said that a request was applied, or whose session wrote it. */
function isOfWhoSaidSo(request: Request, record: AuditedChange, { persons }: Around): boolean {
  const said = whoSaidSo(request);
  return said !== null && isNamed(said, record, persons.get(record.id) ?? null);
}

/** Whether it names somebody whom the directory knows, and who is not that person. */
function isOfAnother(request: Request, record: AuditedChange, { persons }: Around): boolean {
  const said = whoSaidSo(request);
  const person = persons.get(record.id) ?? null;
  return said !== null && person !== null && !isNamed(said, record, person);
}

function isInTime(request: RequestIn<'applied'>, record: AuditedChange, around: Around): boolean {
  const { expiredAt } = request.outcome;
  if (expiredAt !== undefined) return record.at <= expiredAt + SAID_FIRST;
  if (isOfAnother(request, record, around)) return record.at <= saidAt(request) + CLOCKS;
  const isAlone = isOfWhoSaidSo(request, record, around) && !request.outcome.corroborated;
  return record.at <= saidAt(request) + (isAlone ? SAID_LONG_BEFORE : SAID_FIRST);
}

/** The record that corroborates a request, of all that may. */
function chosenFor(request: RequestIn<'applied'>, record: AuditedChange, around: Among): AuditedChange {
  const all = [record, ...around.records.filter(({ id }) => id !== record.id)].filter(
    (one) => isOf(request, one) && one.value !== null && one.at >= approvedAt(request) - CLOCKS,
  );
  const fits = (one: AuditedChange) => isInTime(request, one, around) && !isChangedBack(request, one, around.requests);
  const mayBe = all.filter(fits).sort((one, other) => one.at - other.at);
  const own = mayBe.filter((one) => isOfWhoSaidSo(request, one, around));
  const among = own.length > 0 ? own : mayBe;
  const before = among.filter(({ at }) => at <= saidAt(request) + CLOCKS);
  const last = before.at(-1);
  const chosen = last ? before.find((one) => !isSetOtherwise(one.at, last, around)) : among[0];
  return chosen ?? record;
}

/** Whether anything says that the switch of a record was set otherwise since, and before the record. */
function isSetOtherwise(since: number, { id, feature, value, at }: AuditedChange, { records, told }: Around): boolean {
  const isBetween = (when: number) => when >= since && when <= at;
  return (
    records.some((one) => one.feature === feature && one.value !== null && one.value !== value && isBetween(one.at)) ||
    told.some((one) => {
      const isOther = one.feature?.name === feature && one.feature.value !== value && one.recordId !== id;
      return isOther && isBetween(one.at ?? one.readAt);
    })
  );
}

function isUnapplied({ state }: Request): boolean {
  return state === 'rejected' || state === 'withdrawn';
}

/** What a request that asked for the same says about a record that is not its own. */
function endNote(request: Request, record: AuditedChange, around: Around): string | null {
  const { number, state, closing } = request;
  if (state === 'applied' || state === 'unknown') return anothersNote(request, record, around);
  if (state === 'failed')
    return isOfAnother(request, record, around)
      ? t`Request #${number} asked for exactly this and failed; its write would be by another person.`
      : t`Request #${number} asked for exactly this and failed: it may have been its write.`;
  if (!wasHandedOver(request) || !closing) return null;
  return record.at <= closing.at + SAID_FIRST
    ? t`Request #${number} asked for exactly this and was approved; nobody reported it as applied before it ended.`
    : null;
}

function anothersNote(request: Request, record: AuditedChange, around: Around): string | null {
  const end = request.handover?.attested?.at ?? request.outcome?.at ?? request.startedAt ?? 0;
  const isSoonAfter = record.at > end && record.at <= end + SAID_LONG_BEFORE;
  if (!isSoonAfter || !isOfAnother(request, record, around)) return null;
  const { number, handover } = request;
  const attested = handover?.attested;
  return attested
    ? t`Request #${number} asked for this; ${fullName(attested.by)} reported it as applied, and this is another person.`
    : t`Request #${number} asked for this; its own write would be by another person.`;
}

function earlyNote(early: Request | undefined, pending: Request | undefined): string | null {
  if (pending) return t`Request #${pending.number} asks for exactly this, and is not approved.`;
  return early ? t`Request #${early.number} asked for exactly this, and was approved only later.` : null;
}
