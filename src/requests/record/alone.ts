import { z } from 'zod';
import { requestId } from '../../shared/ids.ts';
import { type Approval, actorSchema, approvalSchema, evidenceSchema, moment } from './request-parts.ts';

/** How the debt of an emergency was settled: another admin approved it afterwards, or it was undone by a request. */
const settledSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('approved'), approval: approvalSchema }).readonly(),
  z.object({ how: z.literal('undone'), at: moment, request: z.int() }).readonly(),
]);

/**
 * That a request went ahead on one person's word: a scan of few devices, for which the policy asks no approval; or an
 * emergency, which leaves a debt: another admin approves or undoes it by `until`.
 */
export const aloneSchema = z.discriminatedUnion('why', [
  z.object({ why: z.literal('few-devices'), by: actorSchema, at: moment }).readonly(),
  z
    .object({
      why: z.literal('emergency'),
      by: actorSchema,
      at: moment,
      evidence: evidenceSchema,
      until: moment,
      /** Absent while it is owed. */
      settled: settledSchema.exactOptional(),
    })
    .readonly(),
]);

export type Alone = z.infer<typeof aloneSchema>;
export type Emergency = Extract<Alone, { why: 'emergency' }>;

/** A request as far as its debt goes. */
interface Owing {
  readonly state: string;
  readonly alone?: Alone;
  readonly outcome: { readonly code: string } | null;
}

/** What is owed of a request: nothing where it was settled, or where it ended without anything done. */
export function debtOf({ state, alone, outcome }: Owing): Emergency | null {
  if (alone?.why !== 'emergency' || alone.settled) return null;
  const isUndone = NOTHING_DONE.includes(state) || (state === 'failed' && outcome?.code === 'refused');
  return isUndone ? null : alone;
}

/** States of a request that ended before anything was done. */
const NOTHING_DONE = ['draft', 'discarded', 'rejected', 'withdrawn', 'expired', 'stale'];

/** Every approval of a request, before its write or after an emergency. */
export function givenOf({ approvals, alone }: Given): readonly Approval[] {
  const settled = alone?.why === 'emergency' ? alone.settled : undefined;
  return settled?.how === 'approved' ? [...approvals, settled.approval] : approvals;
}

interface Given {
  readonly approvals: readonly Approval[];
  readonly alone?: Alone;
}

/** Under which a debt of somebody is remembered. */
export function debtKey(oid: string): string {
  return `debt:${oid}`;
}

const owed = z.object({ request: requestId, number: z.int(), until: moment }).readonly();

/** What is remembered of somebody's open debt. */
export type Debt = z.infer<typeof owed>;

/** The debt in what is remembered; null where it was settled, `unread` where it cannot be read. */
export function debtIn(value: unknown): Debt | null | 'unread' {
  if (value === null) return null;
  return owed.safeParse(value).data ?? 'unread';
}
