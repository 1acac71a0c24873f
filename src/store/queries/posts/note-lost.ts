import type { Selectable } from 'kysely';
import type { OutboxMessage } from '../../../requests/ports/outbox.ts';
import { LOST } from '../../bodies/message-seal.ts';
import type { Db, Tables } from '../../schema/tables.ts';

type PostRow = Selectable<Tables['posts']>;

/** The columns of a message of which no try failed since it was last delivered. */
export const NOT_FAILING = { fault: null, failing_since: null, refusals: 0 } as const;

/** Of how many tries copies are noted: Teams shows a card seldom while it says for hours that it has a fault. */
const MOST_LOST = 12;

/**
 * Notes a lost copy for each of these cards whose last claim has no outcome: Teams may show it, and it is about to be
 * sent again, or to become something else.
 */
export async function noteLost(db: Db, rows: readonly PostRow[]): Promise<void> {
  const lost = rows.filter(
    (row) => row.lease !== null && row.activity_id === null && row.request_id !== null && row.attempts < MOST_LOST,
  );
  for (const { id: _id, ...row } of lost) {
    await db
      .insertInto('posts')
      .values({
        ...{ ...row, ...NOT_FAILING, key: lostKey(row), dropped: LOST },
        ...{ due: 0, lease: null, lease_until: 0, again_at: null },
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  }
}

/** A delivery that was under way when its message became something else has an outcome after all. */
export async function forgetLost(db: Db, message: Pick<OutboxMessage, 'key' | 'lease'>): Promise<void> {
  await db.deleteFrom('posts').where('key', '=', lostKey(message)).execute();
}

function lostKey({ key, lease }: Pick<PostRow, 'key' | 'lease'>): string {
  return `${key}:${LOST}:${lease}`;
}
