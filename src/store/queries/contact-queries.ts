import { type Contact, type Conversation, contactSchema, conversationSchema } from '../../requests/ports/outbox.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, EntraObjectId, TenantId } from '../../shared/ids.ts';
import { corrupt, readBody, writeBody } from '../bodies/stored-body.ts';
import { readOrFault } from '../bodies/unreadable-rows.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';

/**
 * Saves a conversation. The service URL that it had before is kept beside a new one, and its team, names and language
 * are not forgotten.
 */
export async function saveConversation(db: Db, conversation: Conversation): Promise<void> {
  const { key } = conversation;
  await lockUntilCommit(db, `place/${key}`);
  const known = await readableConversation(db, key);
  const { team, name, teamName, language } = { ...known, ...conversation };
  const isMoved = known !== null && known.serviceUrl !== conversation.serviceUrl;
  const formerUrl = isMoved ? known.serviceUrl : known?.formerUrl;
  await writeConversation(db, { ...conversation, team, name, teamName, language, formerUrl });
}

/** What is undefined is not written. */
async function writeConversation(db: Db, conversation: Conversation): Promise<void> {
  const { key, tenantId } = conversation;
  const body = writeBody(conversation);
  await writing(db, { key, tenantId, body });
}

type Written = Pick<Conversation, 'key' | 'tenantId'> & { readonly body: string };

const writing = keptQuery((db, { key, tenantId, body }: Written) =>
  db
    .insertInto('conversations')
    .values({ key, tenant: tenantId, body })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ body })),
);

/** A personal chat speaks what its person spoke last, wherever that was. */
async function speakIn(db: Db, personal: ConversationKey, language: Conversation['language']): Promise<void> {
  await lockUntilCommit(db, `place/${personal}`);
  const place = await readableConversation(db, personal);
  if (place && place.language !== language) await writeConversation(db, { ...place, language });
}

/** Null, too, for one that cannot be read: it is written anew. */
async function readableConversation(db: Db, key: string): Promise<Conversation | null> {
  try {
    return await findConversation(db, key);
  } catch (error) {
    if (isAirlockError(error, 'store-corrupt')) return null;
    throw error;
  }
}

export async function findConversation(db: Db, key: string): Promise<Conversation | null> {
  const [stored] = (await conversationByKey(db, { key })).rows;
  if (!stored) return null;
  const row = { table: 'conversations', id: key };
  const conversation = readBody(row, stored.body, conversationSchema);
  if (conversation.key === key && conversation.tenantId === stored.tenant) return conversation;
  throw corrupt(row, 'what belongs to another conversation');
}

const conversationByKey = keptQuery((db, { key }: { readonly key: string }) =>
  db.selectFrom('conversations').select(['tenant', 'body']).where('key', '=', key),
);

/**
 * Saves a contact. A known personal chat is kept when the person was now met elsewhere, and so are their language and
 * what they want to be told. Their personal chat speaks their language from then on.
 */
export async function saveContact(db: Db, contact: Contact): Promise<void> {
  await lockUntilCommit(db, `contact/${contact.tenantId}/${contact.oid}`);
  const [known] = await findContacts(db, contact.tenantId, [contact.oid]);
  const isMuted = contact.isMuted ?? known?.isMuted;
  const personal = contact.personal ?? known?.personal ?? null;
  const language = contact.language ?? known?.language;
  // What is undefined is not written.
  const body = writeBody({ ...contact, personal, isMuted, language });
  await keeping(db, { tenantId: contact.tenantId, oid: contact.oid, body });
  if (personal !== null && language !== undefined) await speakIn(db, personal, language);
}

type Kept = Pick<Contact, 'tenantId' | 'oid'> & { readonly body: string };

const keeping = keptQuery((db, { tenantId, oid, body }: Kept) =>
  db
    .insertInto('contacts')
    .values({ tenant: tenantId, oid, body })
    .onConflict((conflict) => conflict.columns(['tenant', 'oid']).doUpdateSet({ body })),
);

/** @throws AirlockError store-corrupt also for what belongs to somebody else */
function readContact(oid: EntraObjectId, body: string): Contact {
  const row = { table: 'contacts', id: oid };
  const contact = readBody(row, body, contactSchema);
  if (contact.oid !== oid) throw corrupt(row, 'what belongs to another person');
  return contact;
}

/** How many ids one query names: databases limit them. */
const BATCH = 200;

interface Wanted {
  readonly tenantId: TenantId;
  readonly oids: readonly EntraObjectId[];
}

const contactsOf = keptQuery((db, { tenantId, oids }: Wanted) =>
  db
    .selectFrom('contacts')
    .select(['oid', 'body'])
    .where('tenant', '=', tenantId)
    .where('oid', 'in', oids)
    .orderBy('oid'),
);

export async function findContacts(
  db: Db,
  tenantId: TenantId,
  oids: readonly EntraObjectId[],
): Promise<readonly Contact[]> {
  const found: Contact[] = [];
  for (let start = 0; start < oids.length; start += BATCH) {
    const { rows } = await contactsOf(db, { tenantId, oids: oids.slice(start, start + BATCH) });
    // A person whose row is unreadable counts as not met yet. Their next message writes the row anew.
    for (const { oid, body } of rows) {
      const contact = readOrFault(() => readContact(oid, body));
      if (!isAirlockError(contact)) found.push(contact);
    }
  }
  return found;
}
