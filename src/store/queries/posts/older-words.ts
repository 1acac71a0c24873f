import { isAirlockError } from '../../../shared/errors.ts';
import { hasSeal, sealedContent } from '../../bodies/message-seal.ts';
import { toContent } from '../../bodies/read-rows.ts';
import type { Sealer } from '../../bodies/task-seal.ts';
import { readOrFault } from '../../bodies/unreadable-rows.ts';
import type { Db } from '../../schema/tables.ts';

/** Messages that are read at once. */
const PAGE = 500;

/**
 * Takes over the words of messages that a release wrote which did not seal them: only at the first start of one that
 * does, as the record tells.
 */
export async function sealOlderWords(db: Db, keys: Sealer): Promise<void> {
  for (let after = 0, more = true; more; ) {
    const page = await db
      .selectFrom('posts')
      .select(['id', 'key', 'conversation', 'content'])
      .where('id', '>', after)
      .where('dropped', 'is', null)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    more = page.length === PAGE;
    for (const { id, key, conversation, content: text } of page) {
      after = id;
      const content = readOrFault(() => toContent(id, text));
      if (isAirlockError(content) || hasSeal(id, text)) continue;
      const sealed = sealedContent({ key, conversation, content }, keys);
      if (hasSeal(id, sealed)) await db.updateTable('posts').set({ content: sealed }).where('id', '=', id).execute();
    }
  }
}
