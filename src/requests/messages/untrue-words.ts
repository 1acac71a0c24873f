import { z } from 'zod';
import { entraObjectId } from '../../shared/ids.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import type { AuditEntry } from '../ports/audit-entry.ts';
import type { Trail } from '../ports/trail.ts';
import { fullName } from '../record/actor-names.ts';
import { AskedBefore } from '../record/digest.ts';
import { instructionsSchema } from '../record/instructions.ts';
import type { Request } from '../record/request.ts';
import { type Actor, type Approval, baseSchema, changeSchema, evidenceSchema } from '../record/request-parts.ts';

/** Who acted, as an entry tells it. */
export const personSchema = z.looseObject({
  oid: entraObjectId,
  name: z.string(),
  principalName: z.string().nullish(),
});

const submitted = z.object({
  reason: z.string(),
  digest: z.string(),
  policyVersion: z.string(),
  digestVersion: z.literal(2).exactOptional(),
  change: changeSchema,
  base: baseSchema,
  /** Absent in what release 0.1.0 wrote. */
  person: personSchema.exactOptional(),
});

const handedOver = z.object({ steps: instructionsSchema });

const drafted = z.object({ change: changeSchema, base: baseSchema });

const asker = z.object({ name: z.string() });

const lost = z.object({ lapsed: z.array(z.object({ by: z.object({ oid: z.string() }) })) });

const approved = z.object({ reason: z.string().exactOptional(), person: personSchema });

/**
 * A request whose row is not as recorded: as the record has it, as far as its entries tell, and which part of the row
 * is untrue, in a sentence.
 */
export function asRecorded<R extends Request>(request: R, { entries, fault }: Trail): { request: R; why: string } {
  if (fault !== null)
    return { request, why: t`The record itself does not hold together, so nothing here is proven. ${fault}` };
  const before = new AskedBefore<AuditEntry>();
  const whole = entries.map((entry) => before.read(entry).entry);
  const asked = whole.find(({ event }) => event === 'request.submit');
  const told = submitted.safeParse(asked?.data).data;
  if (request.state === 'draft') return draftAsRecorded(request, whole);
  const approvals = entries.reduce((before: readonly Approval[], entry) => after(before, entry, request), []);
  if (!told) return { request: { ...request, approvals }, why: sentence(untrueApprovals(request, approvals)) };
  const { person, ...fields } = told;
  const requester = person ? actorIn(person) : firstActor(whole[0], request);
  const recorded = { ...request, ...fields, requester, approvals, ...handoverAsRecorded(request, whole) };
  const differs = (name: 'reason' | 'change' | 'base' | 'requester') => text(request[name]) !== text(recorded[name]);
  const untrue = [
    ...(differs('reason') ? [t`its reason`] : []),
    ...(differs('change') || differs('base') ? [t`what it asks for`] : []),
    ...(differs('requester') ? [t`who asked for it`] : []),
    ...untrueApprovals(request, approvals),
  ];
  return { request: recorded, why: sentence(untrue) };
}

/** Who asked by the first entry of a request. */
function firstActor(first: AuditEntry | undefined, { requester }: Request): Actor {
  const oid = entraObjectId.safeParse(first?.actor).data;
  const name = asker.safeParse(first?.data).data?.name;
  const isSame = oid === requester.oid && (name ?? requester.name) === requester.name;
  return isSame || oid === undefined ? requester : { oid, name: name ?? oid };
}

/** What is said in place of what a row tells that is not as recorded, where its card is not shown. */
export function notTold(number: number): string {
  return t`Somebody changed #${number} in the database, so nothing of it is told here. "show ${number}" shows it as the record has it.`;
}

/** The steps of a hand-over as its last entry tells them; none where it does not. */
function handoverAsRecorded({ handover }: Request, entries: readonly AuditEntry[]): Partial<Pick<Request, 'handover'>> {
  if (handover === null) return {};
  const last = entries.findLast(({ event }) => event === 'request.hand-over');
  const told = handedOver.safeParse(last?.data).data;
  return { handover: told ? { ...handover, steps: told.steps } : null };
}

/** What a draft asks for by its last entry that tells it. Its reason is not recorded before it is submitted. */
function draftAsRecorded<R extends Request>(draft: R, entries: readonly AuditEntry[]): { request: R; why: string } {
  const told = entries.map(({ data }) => drafted.safeParse(data).data).findLast((one) => one !== undefined);
  const what = told && text([told.change, told.base]) !== text([draft.change, draft.base]) ? [t`what it asks for`] : [];
  return { request: { ...draft, ...told, reason: '' }, why: sentence(what) };
}

/** The approvals that count after an entry; what an old entry does not tell of one is as in the row. */
function after(
  approvals: readonly Approval[],
  { event, actor, at, data }: AuditEntry,
  row: Request,
): readonly Approval[] {
  const { lapsed = [] } = lost.safeParse(data).data ?? {};
  const left = approvals.filter(({ by }) => !lapsed.some((one) => one.by.oid === by.oid));
  const others = left.filter(({ by }) => by.oid !== actor);
  if (event === 'request.take-back') return others;
  if (event !== 'request.approve' && event !== 'request.endorse') return left;
  const told = approved.safeParse(data).data;
  const oid = entraObjectId.safeParse(actor).data;
  if (!told) return [...others, ...untoldApproval(row.approvals, oid ? { oid, at } : null)];
  const { person, reason } = told;
  const evidence = evidenceSchema.safeParse(person).data;
  const more = { ...(reason !== undefined && { reason }), ...(evidence && { evidence }) };
  return [...others, { by: actorIn(person), at, ...more }];
}

/** An approval of which the entry tells nothing but whose it is. */
function untoldApproval(
  stored: readonly Approval[],
  told: { readonly oid: Actor['oid']; readonly at: number } | null,
): readonly Approval[] {
  if (told === null) return [];
  const own = stored.filter(({ by }) => by.oid === told.oid);
  return own.length > 0 ? own : [{ by: { oid: told.oid, name: told.oid }, at: told.at }];
}

export function actorIn({ oid, name, principalName }: z.infer<typeof personSchema>): Actor {
  return { oid, name, ...(typeof principalName === 'string' && { principalName }) };
}

function untrueApprovals({ approvals: stored }: Pick<Request, 'approvals'>, recorded: readonly Approval[]): string[] {
  const isIn = (list: readonly Approval[], { by }: Approval) => list.some((one) => one.by.oid === by.oid);
  return [
    ...stored
      .filter((one) => !isIn(recorded, one))
      .map(({ by }) => t`an approval by ${fullName(by)}, which the record does not have`),
    ...recorded
      .filter((one) => !isIn(stored, one))
      .map(({ by }) => t`the approval by ${fullName(by)}, which was taken out`),
  ];
}

function sentence(untrue: readonly string[]): string {
  const what = untrue.length === 0 ? t`how it stands` : untrue.join('; ');
  return t`What is stored is not what was asked for and decided: somebody changed it in the database (${what}). Its card shows the request as the record has it.`;
}

function text(value: unknown): string {
  return canonical(asJson(value));
}
