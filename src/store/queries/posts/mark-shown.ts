import type { Selectable } from 'kysely';
import type { OutboxContent, OutboxMessage } from '../../../requests/ports/outbox.ts';
import { doubling } from '../../../shared/backoff.ts';
import { asJson, canonical } from '../../../shared/json.ts';
import { toContent } from '../../bodies/read-rows.ts';
import { keptQuery } from '../../schema/kept-query.ts';
import type { Db, Tables } from '../../schema/tables.ts';
import { isPostgres } from '../../schema/transact.ts';
import { forgetLost, NOT_FAILING } from './note-lost.ts';

/** What Teams shows of a message, and when that was drawn. */
interface Drawn {
  readonly activityId: string;
  readonly rev: number;
  readonly at: number;
}

/**
 * After what pause a message is drawn again that shows less than was wanted before it was drawn, in ms. A drawing reads
 * later than the claim, so somebody put the row of its request or form back: each drawing shows the same until that is
 * mended, and is no reason to draw at once.
 */
const behindPause = doubling(60_000, 3_600_000);

/**
 * Records what Teams shows now. The message stays due if its request or form changed meanwhile, if its content was
 * replaced, or if it is to be drawn once more.
 */
export async function markShown(db: Db, message: OutboxMessage, shown: Drawn): Promise<void> {
  const [row] = (await postToShow(db, { id: message.id })).rows;
  if (!row) return;
  const isStill = isSame(toContent(message.id, row.content), message.content);
  if (!isStill) await forgetLost(db, message);
  await showing(db, {
    ...{ id: message.id, activity_id: shown.activityId, shown_rev: shown.rev, sent_at: row.sent_at ?? shown.at },
    ...dueNext(message, row, shown, isStill),
  });
}

type Row = Pick<Selectable<Tables['posts']>, 'wanted_rev' | 'again_at' | 'due_at'>;
type DueNext = Pick<Selectable<Tables['posts']>, 'due' | 'due_at' | 'attempts'>;

function dueNext(message: OutboxMessage, row: Row, { rev, at }: Drawn, isStill: boolean): DueNext {
  const { wanted_rev, again_at, due_at } = row;
  if (!isStill || wanted_rev > Math.max(rev, message.wantedRev)) return { due: 1, due_at, attempts: 0 };
  if (wanted_rev > rev) {
    const later = at + behindPause(message.attempts);
    return { due: 1, due_at: Math.min(later, again_at ?? later), attempts: message.attempts + 1 };
  }
  return { due: again_at === null ? 0 : 1, due_at: again_at ?? due_at, attempts: 0 };
}

type Shown = Pick<Selectable<Tables['posts']>, 'id' | 'activity_id' | 'shown_rev' | 'sent_at'> & DueNext;

const showing = keptQuery((db, { id, activity_id, shown_rev, sent_at, due, due_at, attempts }: Shown) =>
  db
    .updateTable('posts')
    .set({ activity_id, shown_rev, sent_at, due, due_at, attempts })
    .set({ lease: null, lease_until: 0, again_at: null, ...NOT_FAILING })
    .where('id', '=', id),
);

const postToShow = keptQuery((db, { id }: { readonly id: number }) => {
  const columns = ['content', 'wanted_rev', 'sent_at', 'again_at', 'due_at'] as const;
  const stored = db.selectFrom('posts').select(columns).where('id', '=', id);
  return isPostgres(db) ? stored.forUpdate() : stored;
});

/** Compares the content, not the stored text: another version may write the same content in another way. */
function isSame(a: OutboxContent, b: OutboxContent): boolean {
  return canonical(asJson(a)) === canonical(asJson(b));
}
