import { AirlockError } from '../../shared/errors.ts';
import { openPostgres } from '../databases/postgres.ts';
import { openDatabase } from '../databases/sqlite.ts';
import type { StoreLocation } from '../databases/store-location.ts';
import { appendAudit, beginAppending } from '../queries/audit-queries.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { walkedHead } from '../queries/head/checkpoint-queries.ts';
import { knownOrRestored } from '../queries/head/start-queries.ts';
import type { RecordKeys } from '../record/record-keys.ts';
import { CLOCK_SAID } from '../record/restored.ts';
import { furthest, type KnownHead, SeenHead } from '../record/seen-head.ts';
import { lockUntilCommit, transact } from '../schema/transact.ts';

/** What an operator says of an entry whose time lies before that of an earlier one. */
export interface ClockSaid {
  /** Its number and hash. */
  readonly entry: number;
  readonly hash: string;
  /** Who says it, as the machine knows them, and why. */
  readonly by: string;
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The furthest point of the record that was noted elsewhere; null where nothing was. */
  readonly known: KnownHead | null;
}

/**
 * Says in the record, signed, that a clock was put right before an entry. Nothing else is changed, and the entry stays
 * as it is. Who can only write to the database cannot say it. A record that is behind what was noted of it, or that is
 * not as it was written since its last checkpoint, is left alone: a new signature would vouch for it.
 * @returns the number of the entry that says it
 * @throws AirlockError record-broken, store-unavailable, store-corrupt
 */
export async function sayClock(
  place: StoreLocation,
  keys: RecordKeys,
  { at, known, ...data }: ClockSaid,
): Promise<number> {
  const db = 'url' in place ? await openPostgres(place) : await openDatabase(place.file);
  try {
    return await transact(db, async (trx) => {
      await lockUntilCommit(trx, 'step');
      const row = await trx.selectFrom('audit').selectAll().where('seq', '=', data.entry).executeTakeFirst();
      const about = row && toEntry(row);
      if (about?.hash !== data.hash) throw new AirlockError('record-broken', 'The entry is not as it was read.');
      const { tenantId } = about;
      const reached = await knownOrRestored(trx, { known: furthest(known, keys), keys, onRestored: undefined });
      const begun = await beginAppending(trx, { keys, seen: new SeenHead(reached) }, { tenantId, at });
      await walkedHead(trx, keys.known);
      const facts = { tenantId, at, event: CLOCK_SAID, actor: 'service', requestId: null, data };
      const said = (await appendAudit(trx, begun, [facts])).entries.at(-1);
      if (!said) throw new AirlockError('internal', 'Nothing was appended to the record.');
      return said.seq;
    });
  } finally {
    await db.destroy();
  }
}
