import type { NewestCopy } from '../../../requests/ports/message-store.ts';
import { isCopyKey } from '../../../requests/ports/outbox.ts';
import type { ConversationKey } from '../../../shared/ids.ts';
import type { Sealer } from '../../bodies/task-seal.ts';
import type { Db } from '../../schema/tables.ts';
import { lockUntilCommit } from '../../schema/transact.ts';
import { isIn } from './lost-copies.ts';
import { NOT_FAILING } from './note-lost.ts';
import { replaceMessages } from './outbox-queries.ts';

/** Why a copy is not sent that was asked for again before it was tried. */
const ASKED_AGAIN = 'asked again';

/** Two who ask for a copy of one card at once do it one after the other: the later one sees the other's. */
export function lockCopies(db: Db, { requestId }: NewestCopy): Promise<void> {
  return lockUntilCommit(db, `copies/${requestId}`);
}

/**
 * Lets every copy that was asked for before this one, in its room, give way. An activity that is delivered again adds
 * no copy, and makes none give way that was asked for after it.
 */
export async function giveWay(db: Db, keys: Sealer | null, { key, requestId, conversation, instead }: NewestCopy) {
  const [room = ''] = conversation.split(';', 1);
  const copies = await db
    .selectFrom('posts')
    .select(['id', 'key', 'conversation'])
    .where('request_id', '=', requestId)
    .where('dropped', 'is', null)
    .orderBy('id')
    .execute();
  const newest = copies.find((copy) => copy.key === key);
  if (!newest) return;
  const earlier = copies.filter(
    (copy) => copy.id < newest.id && isCopyKey(copy.key) && isIn(room as ConversationKey, copy.conversation),
  );
  for (const { id } of earlier) {
    await db
      .updateTable('posts')
      .set({ dropped: ASKED_AGAIN, request_id: null, due: 0, ...NOT_FAILING })
      .where('id', '=', id)
      .where('activity_id', 'is', null)
      .where('lease', 'is', null)
      .execute();
  }
  await replaceMessages(
    db,
    keys,
    earlier.map((copy) => ({ key: copy.key, content: instead })),
  );
}
