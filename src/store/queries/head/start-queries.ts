import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { entryFault, isAsHashed, isNamed } from '../../record/entry.ts';
import { HEAD_NOTE } from '../../record/head-note.ts';
import type { RecordKeys } from '../../record/record-keys.ts';
import { RESTORED, restoredIn } from '../../record/restored.ts';
import type { KnownHead } from '../../record/seen-head.ts';
import { unsealedSentence } from '../../record/unsealed.ts';
import { GUARD_AGAIN, guardFaults } from '../../schema/append-only.ts';
import type { Db } from '../../schema/tables.ts';
import { retiredFault } from '../audit-queries.ts';
import { toEntry } from '../entry-rows.ts';

/**
 * Why no service may start on this record, by how it begins; null when one may. A signed record begins with the start
 * of a service, with unsigned entries that an operator sealed, or where an operator said that all before is lost.
 */
export async function beginningFault(db: Db, keys: RecordKeys | null): Promise<string | null> {
  const first = await firstSigned(db);
  if (first === null) return (await unsignedFault(db)) ?? emptiedFault(keys);
  const { seq, keyId } = first;
  const known = keys?.known ?? new Map();
  if (keyId !== null && !known.has(keyId))
    return `Entry ${seq} is signed with a key (${keyId}) that RECORD_OLD_KEYS_FILE does not name. If it is your old key, append its .pub.pem to the file, or name the file; else keep the database as it is, and find out who could write to it.`;
  const fault = entryFault(first, known) ?? openingFault(first);
  if (fault !== null) return `The record does not hold together: ${fault}.`;
  const before = await db.selectFrom('audit').select('seq').where('seq', '<', 1).limit(1).executeTakeFirst();
  if (before !== undefined)
    return `The record does not hold together: entry ${Number(before.seq)} stands before the first one.`;
  const later = await db
    .selectFrom('audit')
    .select('seq')
    .where('seq', '>', seq)
    .where((eb) => eb.or([eb('key_id', 'is', null), eb('signature', 'is', null)]))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (later !== undefined)
    return `The record does not hold together: entry ${Number(later.seq)} is not signed, though entries before it are.`;
  const [unguarded] = await guardFaults(db);
  if (unguarded !== undefined) return `Somebody changed the database: ${unguarded}. ${GUARD_AGAIN}`;
  const ahead = await rowAhead(db);
  if (ahead !== null) return ahead;
  return keys && newerKeyFault(db, keys);
}

/**
 * Why another key than that of the last entry may not sign the next one. Where no known key signed that entry, nothing
 * shows that it is a newer key and not somebody's who can write to the database; one that was changed is found later.
 */
async function newerKeyFault(db: Db, { keyId, known }: RecordKeys): Promise<string | null> {
  const row = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const last = row ? toEntry(row) : null;
  const fault = last && isAsHashed(last) && (await retiredFault(db, keyId, last.keyId));
  if (!last || !fault) return null;
  if (entryFault(last, known) === null) return fault;
  return `The key of RECORD_KEY_FILE (or RECORD_KEY), ${keyId}, signed entries of the record, and its last entry carries the id of another key (${last.keyId}), which no setting names: who wrote that entry is not known. If you gave the record a newer key, set it again; where that is lost, make another with \`npm run airlock -- record-key --out FILE\`, and name the public parts of both in RECORD_OLD_KEYS_FILE. If you did not, change no setting and keep the database as it is: somebody could write to it. See docs/operate.md#a-record-that-was-found-broken.`;
}

/** How many of the newest requests are compared with the record. */
const NEWEST = 200;

const revSchema = z.looseObject({ rev: z.int() });

/**
 * A request that went further than its last entry tells, among those that are open and the newest ones: the end of the
 * record was cut off. Where the end of the record is noted beside it, that note tells; a release before left none.
 */
async function rowAhead(db: Db): Promise<string | null> {
  const note = await db.selectFrom('settings').select('name').where('name', '=', HEAD_NOTE).limit(1).executeTakeFirst();
  if (note) return null;
  const rows = db
    .selectFrom('requests')
    .select((eb) => [
      'number',
      'rev',
      eb
        .selectFrom('audit')
        .select('data')
        .whereRef('audit.request_id', '=', 'requests.id')
        .where('event', 'like', 'request.%')
        .orderBy('seq', 'desc')
        .limit(1)
        .as('last'),
    ])
    .orderBy('number', 'desc');
  const open = await rows.where('open', '=', 1).execute();
  const newest = await rows.limit(NEWEST).execute();
  const found = [...open, ...newest].find(({ rev, last }) => rev > (last === null ? 0 : revOf(last, rev)));
  if (!found) return null;
  return `The record does not hold together: #${found.number} went further than its last entry tells, so the end of the record was cut off, or the row was changed. Keep the database as it is, run \`npm run airlock -- audit verify\`, and see docs/operate.md#a-record-that-was-found-broken.`;
}

/** The rev of which an entry tells; `unknown` where it tells of none. */
function revOf(entry: string, unknown: number): number {
  return revSchema.safeParse(jsonOf(entry)).data?.rev ?? unknown;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function firstSigned(db: Db): Promise<AuditEntry | null> {
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where((eb) => eb.or([eb('key_id', 'is not', null), eb('signature', 'is not', null)]))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row ? toEntry(row) : null;
}

/** Keys that gave way to another signed a record: it is not there. */
function emptiedFault(keys: RecordKeys | null): string | null {
  if (keys === null || keys.known.size < 2) return null;
  return 'The store is empty, and RECORD_OLD_KEYS_FILE names keys that signed a record before. Name the database that was in use, or restore a backup; where everything is lost and Airlock is to begin anew: `npm run airlock -- restored --empty --reason "why"`. See docs/operate.md#an-empty-store-where-there-was-one.';
}

async function unsignedFault(db: Db): Promise<string | null> {
  const last = await db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ? unsealedSentence({ seq: Number(last.seq), hash: last.hash }) : null;
}

function openingFault({ seq, event, data }: AuditEntry): string | null {
  if (event === 'record.sealed') {
    const count = isNamed(data) ? data.count : null;
    return seq > 1 && count === seq - 1 ? null : `entry ${seq} does not seal the entries before it`;
  }
  if ((event === 'service.start' || event === RESTORED) && seq === 1) return null;
  return `entry ${seq} is the first with a signature, and neither starts the record nor seals what is before it`;
}

/** Which point the record must have reached: the one noted elsewhere, or the restore after which it no longer can. */
export async function knownOrRestored(
  db: Db,
  {
    known,
    keys,
    onRestored,
  }: {
    readonly known: KnownHead | null;
    readonly keys: RecordKeys | null;
    readonly onRestored: ((at: KnownHead) => Promise<unknown>) | undefined;
  },
): Promise<KnownHead | null> {
  const restored = known && keys ? await restoredFrom(db, known, keys) : null;
  if (restored) await onRestored?.(restored);
  return restored ?? known;
}

/**
 * The entry by which an operator said that the record no longer reaches this very point, since it was restored; null
 * where the record reaches it, and where nobody said so. One that the key of today signed: whoever can write to the
 * database alone cannot say it, nor who holds a key that gave way.
 */
async function restoredFrom(db: Db, known: KnownHead, keys: RecordKeys): Promise<KnownHead | null> {
  const there = await db.selectFrom('audit').select('hash').where('seq', '=', known.seq).executeTakeFirst();
  if (there?.hash === known.hash) return null;
  const rows = await db.selectFrom('audit').selectAll().where('event', '=', RESTORED).orderBy('seq', 'desc').execute();
  for (const entry of rows.map(toEntry)) {
    const behind = restoredIn(entry)?.behind;
    if (behind?.count !== known.seq || behind.head !== known.hash) continue;
    if (entry.keyId === keys.keyId && entryFault(entry, keys.known) === null)
      return { seq: entry.seq, hash: entry.hash };
  }
  return null;
}
