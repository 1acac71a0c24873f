import { z } from 'zod';
import type { Change } from '../../../changes/registry/change.ts';
import type { RequestId } from '../../../shared/ids.ts';
import { actorIn, personSchema } from '../../messages/untrue-words.ts';
import type { AuditEntry } from '../../ports/audit-entry.ts';
import type { Services } from '../../ports/services.ts';
import { AskedBefore } from '../../record/digest.ts';
import type { Actor, Evidence } from '../../record/request.ts';
import { changeSchema, evidenceSchema } from '../../record/request-parts.ts';
import { NOTHING_DONE } from '../../record/told-by-request.ts';

/** What the signed entries alone tell of an emergency, whatever became of its row. */
export interface ToldAlone {
  /** `owed`: also where they cannot tell; `free`: nothing was done, and it is owed again once something shows. */
  readonly is: 'owed' | 'settled' | 'nothing-done' | 'free';
  /** Who did it; null where no entry tells. */
  readonly acted: { readonly by: Actor; readonly kept?: Evidence } | null;
  /** What was done; null where no entry tells. */
  readonly change: Change | null;
}

/** Steps by which an emergency is owed no longer, whatever comes after. */
const SETTLING = ['ratify', 'ratify-failed', 'ratify-unknown', 'undone'].map((event) => `request.${event}`);

const step = z.looseObject({ to: z.string(), debt: z.literal('none').exactOptional() });
const began = z.looseObject({ person: personSchema });
const asked = z.looseObject({ change: changeSchema });

/**
 * Reads what the record tells of an emergency whose row is gone, or not as recorded.
 * @throws AirlockError record-broken
 */
export async function toldAlone(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  id: RequestId,
): Promise<ToldAlone> {
  const { entries, fault } = await store.story(tenantId, id);
  if (fault !== null) return { is: 'owed', acted: null, change: null };
  const before = new AskedBefore<AuditEntry>();
  const whole = entries.map((entry) => before.read(entry).entry);
  const proceeded = whole.findIndex(({ event }) => event === 'request.proceed');
  const submitted = whole.find(({ event }) => event === 'request.submit');
  return {
    is: proceeded < 0 ? 'owed' : standingIn(whole.slice(proceeded)),
    acted: actedIn(whole[proceeded]),
    change: asked.safeParse(submitted?.data).data?.change ?? null,
  };
}

function standingIn(entries: readonly AuditEntry[]): ToldAlone['is'] {
  if (entries.some(({ event }) => SETTLING.includes(event))) return 'settled';
  const last = step.safeParse(entries.at(-1)?.data).data;
  if (!last) return 'owed';
  if (NOTHING_DONE.includes(last.to)) return 'nothing-done';
  if (last.debt === undefined) return 'owed';
  return last.to === 'failed' ? 'free' : 'nothing-done';
}

function actedIn(entry: AuditEntry | undefined): ToldAlone['acted'] {
  const told = began.safeParse(entry?.data).data;
  if (!told) return null;
  const kept = evidenceSchema.safeParse(told.person).data;
  return { by: actorIn(told.person), ...(kept && { kept }) };
}
