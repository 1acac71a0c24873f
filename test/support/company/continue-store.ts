import { copyFile } from 'node:fs/promises';
import Database from 'libsql';
import { sealRecord } from '../../../src/store/operator/seal-record.ts';
import { TEST_KEYS } from '../runtime/record-keys.ts';
import type { FakeTeams } from './fake-teams.ts';

/**
 * Copies a store file and lets it go on in this Teams: its conversations are found there, its messages stand there
 * empty, and each of them is due to be drawn anew. Answers when the file was left, ms since 1970.
 */
export async function continueStore(from: string, to: string, teams: FakeTeams): Promise<number> {
  await copyFile(from, to);
  const db = new Database(to);
  db.prepare(`update conversations set body = json_set(body, '$.serviceUrl', ?)`).run([teams.url]);
  db.prepare(`update posts set due = 1, due_at = 0 where dropped is null`).run([]);
  const posts = db.prepare('select activity_id, conversation from posts where activity_id is not null order by id');
  // Sound: these are the columns of the statement.
  for (const { activity_id: id, conversation } of posts.all([]) as { activity_id: string; conversation: string }[])
    teams.messages.push({ id, conversation, card: {}, updates: 0, onlyFor: null });
  const { at } = db.prepare('select max(at) as at from audit').get([]) as { at: number };
  db.close();
  return at;
}

/** Looks at the record of a release that did not sign, and seals the head that was shown. */
export async function sealAsOperator(file: string, at: number): Promise<void> {
  const { hash: head } = await sealRecord({ file }, { keys: TEST_KEYS, head: null, at });
  await sealRecord({ file }, { keys: TEST_KEYS, head, at });
}
