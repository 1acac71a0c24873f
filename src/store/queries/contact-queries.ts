import { type Contact, type Conversation, contactSchema, conversationSchema } from '../../requests/ports/outbox.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId, TenantId } from '../../shared/ids.ts';
import { corrupt, readBody, writeBody } from '../bodies/stored-body.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';
import { readOrFault } from './unreadable-rows.ts';

export async function saveConversation(db: Db, conversation: Conversation): Promise<void> {
  const body = writeBody(conversation);
  await db
    .insertInto('conversations')
    .values({ key: conversation.key, tenant: conversation.tenantId, body })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ body }))
    .execute();
}

export async function findConversation(db: Db, key: string): Promise<Conversation | null> {
  const stored = await db
    .selectFrom('conversations')
    .select(['tenant', 'body'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (!stored) return null;
  const row = { table: 'conversations', id: key };
  const conversation = readBody(row, stored.body, conversationSchema);
  if (conversation.key === key && conversation.tenantId === stored.tenant) return conversation;
  throw corrupt(row, 'what belongs to another conversation');
}

/** Saves a contact. A known personal chat is kept when the person was now met elsewhere. */
export async function saveContact(db: Db, contact: Contact): Promise<void> {
  await lockUntilCommit(db, `contact/${contact.tenantId}/${contact.oid}`);
  const [known] = await findContacts(db, contact.tenantId, [contact.oid]);
  const body = writeBody({ ...contact, personal: contact.personal ?? known?.personal ?? null });
  await db
    .insertInto('contacts')
    .values({ tenant: contact.tenantId, oid: contact.oid, body })
    .onConflict((conflict) => conflict.columns(['tenant', 'oid']).doUpdateSet({ body }))
    .execute();
}

/** @throws AirlockError store-corrupt also for what belongs to somebody else */
function readContact(oid: EntraObjectId, body: string): Contact {
  const row = { table: 'contacts', id: oid };
  const contact = readBody(row, body, contactSchema);
  if (contact.oid !== oid) throw corrupt(row, 'what belongs to another person');
  return contact;
}

/** How many ids one query names: databases limit them. */
const BATCH = 200;

export async function findContacts(
  db: Db,
  tenantId: TenantId,
  oids: readonly EntraObjectId[],
): Promise<readonly Contact[]> {
  const found: Contact[] = [];
  for (let start = 0; start < oids.length; start += BATCH) {
    const rows = await db
      .selectFrom('contacts')
      .select(['oid', 'body'])
      .where('tenant', '=', tenantId)
      .where('oid', 'in', oids.slice(start, start + BATCH))
      .orderBy('oid')
      .execute();
    // A person whose row is unreadable counts as not met yet. Their next message writes the row anew.
    for (const { oid, body } of rows) {
      const contact = readOrFault(() => readContact(oid, body));
      if (!isAirlockError(contact)) found.push(contact);
    }
  }
  return found;
}
