import { msg, t } from '../../../shared/language/worded.ts';
import { wasHandedOver } from '../../messages/state-catalogue/handed-over.ts';
import type { AuditedChange } from '../../ports/tenant-audit.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Request } from '../../record/request.ts';
import { mayHaveActed } from './may-have-acted.ts';
import { type Around, CLOCKS, isOfAnother, SAID_FIRST, SAID_LONG_BEFORE } from './whose-record.ts';

export const UNKNOWN_SETTING = msg`Airlock does not know this setting by that name.`;

export function takenBackNote({ number }: Request): string {
  return t`Request #${number} asked for exactly this and was handed over, and its approval was taken back.`;
}

/** What a request that asked for the same says about a record that is not its own. */
export function endNote(request: Request, record: AuditedChange, around: Around): string | null {
  const { number, state, closing } = request;
  if (state === 'applied' && !mayHaveActed(request))
    return t`Request #${number} asked for exactly this and found it so: it wrote nothing.`;
  if (state === 'applied' || state === 'unknown') return anothersNote(request, record, around);
  if (state === 'failed') return failedNote(request, record, around);
  if (!wasHandedOver(request) || !closing) return null;
  return record.at <= closing.at + SAID_FIRST
    ? t`Request #${number} asked for exactly this and was approved; nobody reported it as applied before it ended.`
    : null;
}

function failedNote(request: Request, record: AuditedChange, around: Around): string {
  const { number } = request;
  if (!mayHaveActed(request)) return t`Request #${number} asked for exactly this and was refused: it wrote nothing.`;
  return isOfAnother(request, record, around)
    ? t`Request #${number} asked for exactly this and failed; its write would be by another person.`
    : t`Request #${number} asked for exactly this and failed: it may have been its write.`;
}

function anothersNote(request: Request, record: AuditedChange, around: Around): string | null {
  const { number, handover, startedAt, outcome } = request;
  if (isSeenOf(request, record))
    return t`Request #${number} asked for exactly this and was told as seen later: this may be what was seen.`;
  const end = handover?.attested?.at ?? outcome?.at ?? startedAt ?? 0;
  const isSoonAfter = record.at > end && record.at <= end + SAID_LONG_BEFORE;
  if (!isSoonAfter || !isOfAnother(request, record, around)) return null;
  const attested = handover?.attested;
  return attested
    ? t`Request #${number} asked for this; ${fullName(attested.by)} reported it as applied, and this is another person.`
    : t`Request #${number} asked for this; its own write would be by another person.`;
}

/** Whether a reading alone says that Airlock's write arrived, and was made after this record. */
function isSeenOf({ handover, startedAt, outcome }: Request, { at }: AuditedChange): boolean {
  if (handover !== null || startedAt === null || outcome === null || outcome.corroborated) return false;
  const isLate = outcome.code === 'surfaced' || outcome.code === 'found-later';
  return isLate && at > startedAt && at <= outcome.at + CLOCKS;
}

export function earlyNote(early: Request | undefined, pending: Request | undefined): string | null {
  if (pending) return t`Request #${pending.number} asks for exactly this, and is not approved.`;
  return early ? t`Request #${early.number} asked for exactly this, and was approved only later.` : null;
}
