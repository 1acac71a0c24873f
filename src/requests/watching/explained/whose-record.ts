import { partsOf } from '../../../changes/registry/kind-of.ts';
import { isNamed, whoSaidSo } from '../../knowing/named-in-log.ts';
import type { DirectoryPerson } from '../../ports/directory.ts';
import type { AuditedChange } from '../../ports/tenant-audit.ts';
import type { OutsideItem } from '../../record/outside.ts';
import type { Corroboration, Request, RequestIn } from '../../record/request.ts';

const MINUTE = 60_000;

/** By how much the clocks of Airlock and of Microsoft's audit log may differ, in ms. */
export const CLOCKS = 2 * MINUTE;

/**
 * How long after somebody said that they applied it the log may still date it, in ms: some say so first. Not where it
 * names another person, whom the directory knows: what they did after that is their own change.
 */
export const SAID_FIRST = 15 * MINUTE;

/** The same where the log names exactly that person, in ms: nothing else of theirs is known. */
export const SAID_LONG_BEFORE = 6 * 60 * MINUTE;

/** What else is known of the switch of a record: other records, and what was told as changed outside Airlock. */
export interface Around {
  readonly records: readonly AuditedChange[];
  readonly told: readonly OutsideItem[];
  /** Whom the directory knows by what a record names, by the record's id; null where it knows nobody by that. */
  readonly persons: ReadonlyMap<string, DirectoryPerson | null>;
}

/** With every request that may tell of the same switch. */
export interface Among extends Around {
  readonly requests: readonly Request[];
}

type Applied = RequestIn<'applied'>;

/** When the last approval was given, in ms since 1970. */
export function approvedAt({ approvals }: Pick<Request, 'approvals'>): number {
  return approvals.at(-1)?.at ?? Number.POSITIVE_INFINITY;
}

/**
 * When it was applied at the latest, by whoever said so; of what Airlock wrote, when it was sent. Of several changes
 * one is sent after the other, so that the last of them may be as late as the end.
 */
export function saidAt({ handover, startedAt, outcome, change }: Applied): number {
  const sentAt = handover === null && change.kind !== 'several' ? startedAt : null;
  return handover?.attested?.at ?? sentAt ?? outcome.at;
}

export function isSameChange({ change }: Request, { feature, value }: AuditedChange): boolean {
  return partsOf(change).some(
    (part) => part.kind === 'advanced-feature' && part.feature === feature && (value === null || part.to === value),
  );
}

/** Whether a record names whoever said that a request was applied, or whose session wrote it. */
export function isOfWhoSaidSo(request: Request, record: AuditedChange, { persons }: Around): boolean {
  const said = whoSaidSo(request);
  return said !== null && isNamed(said, record, persons.get(record.id) ?? null);
}

/** Whether it names somebody whom the directory knows, and who is not that person. */
export function isOfAnother(request: Request, record: AuditedChange, { persons }: Around): boolean {
  const said = whoSaidSo(request);
  const person = persons.get(record.id) ?? null;
  return said !== null && person !== null && !isNamed(said, record, person);
}

/** Whether a request that was approved later had set the switch to its other value by the time of the record. */
export function isChangedBack(
  request: Request,
  { feature, value, at }: AuditedChange,
  requests: readonly Request[],
): boolean {
  return requests.some(({ state, change, approvals, handover, outcome }) => {
    const to = partsOf(change).find((part) => part.kind === 'advanced-feature' && part.feature === feature);
    if (state !== 'applied' || to?.kind !== 'advanced-feature') return false;
    const isLater = approvedAt({ approvals }) > approvedAt(request);
    return value !== null && to.to !== value && isLater && at > (handover?.attested?.at ?? outcome.at);
  });
}

/**
 * Whether a record is dated so that it may be the request's: not too long after the word, or the write, and not after
 * anything that says that the switch was set otherwise since.
 */
export function isInTime(request: Applied, record: AuditedChange, around: Around): boolean {
  if (record.at > latestOf(request, record, around)) return false;
  return record.at <= saidAt(request) || !isSetOtherwise(saidAt(request), record, around);
}

function latestOf(request: Applied, record: AuditedChange, around: Around): number {
  const { expiredAt, corroborated } = request.outcome;
  if (expiredAt !== undefined) return expiredAt + SAID_FIRST;
  if (isOfAnother(request, record, around)) return saidAt(request) + CLOCKS;
  const isReported = request.handover !== null;
  const isAlone = isReported && isOfWhoSaidSo(request, record, around) && !corroborated;
  return saidAt(request) + (isAlone ? SAID_LONG_BEFORE : SAID_FIRST);
}

/** Whether anything says that the switch of a record was set otherwise since, and before the record. */
export function isSetOtherwise(
  since: number,
  { id, feature, value, at }: AuditedChange,
  { records, told }: Around,
): boolean {
  const isBetween = (when: number) => when >= since && when <= at;
  return (
    records.some((one) => one.feature === feature && one.value !== null && one.value !== value && isBetween(one.at)) ||
    told.some((one) => {
      const isOther = one.feature?.name === feature && one.feature.value !== value && one.recordId !== id;
      return isOther && isBetween(one.at ?? one.readAt);
    })
  );
}

/** What is kept of an earlier record, as a record of this switch. */
export function keptAsRecord(
  { feature, value, setting, operation }: AuditedChange,
  kept: Corroboration,
): AuditedChange {
  const { recordId: id, at, by, oid } = kept;
  return { id, at, by, feature, value, setting, operation, ...(oid !== undefined && { oid }) };
}

/**
 * The record that corroborates a request, of all that may. Who said so counts before others, as far as they did it
 * before they said so; but an approver who had set it by then, with nothing in between, is who applied it.
 */
export function chosenFor(request: Applied, record: AuditedChange, around: Among): AuditedChange {
  const mayBe = mayBeOf(request, record, around);
  const own = mayBe.filter((one) => one.at <= saidAt(request) + CLOCKS && isOfWhoSaidSo(request, one, around));
  const chosen = bestOf(request, own.length > 0 ? own : mayBe, around) ?? record;
  const approvers = mayBe.find(
    (one) => one.at < chosen.at && isOfApprover(request, one, around) && !isSetOtherwise(one.at, chosen, around),
  );
  return approvers ?? chosen;
}

/** Oldest first. */
function mayBeOf(request: Applied, record: AuditedChange, around: Among): readonly AuditedChange[] {
  const { corroborated } = request.outcome;
  const kept = corroborated ? [keptAsRecord(record, corroborated)] : [];
  const all = new Map([...kept, ...around.records, record].map((one) => [one.id, one]));
  return [...all.values()]
    .filter((one) => one.value !== null && isSameChange(request, one) && one.at >= approvedAt(request) - CLOCKS)
    .filter((one) => isInTime(request, one, around) && !isChangedBack(request, one, around.requests))
    .sort((one, other) => one.at - other.at);
}

/** What was last set before somebody said so; where that was set otherwise before their word, what came next. */
function bestOf(request: Applied, among: readonly AuditedChange[], around: Around): AuditedChange | undefined {
  const said = request.handover?.attested?.at;
  if (said === undefined) return among[0];
  const before = among.filter(({ at }) => at <= said);
  const next = among.find(({ at }) => at > said);
  const last = before.at(-1);
  if (!last || (next && isSetOtherwise(last.at, { ...last, at: said }, around))) return next;
  return before.find((one) => !isSetOtherwise(one.at, last, around));
}

function isOfApprover({ approvals, outcome }: Applied, record: AuditedChange, { persons }: Around): boolean {
  const { recordId, findings = [] } = outcome.corroborated ?? {};
  if (recordId === record.id && hasApprover(findings)) return true;
  return approvals.some(({ by }) => isNamed(by, record, persons.get(record.id) ?? null));
}

function hasApprover(findings: Corroboration['findings']): boolean {
  return findings.includes('an-approver') || findings.includes('approvers-account');
}
