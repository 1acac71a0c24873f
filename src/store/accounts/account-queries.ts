import type { Kysely } from 'kysely';
import type { AuditEntry, AuditFacts } from '../../requests/ports/audit-entry.ts';
import type { AccountsOf } from '../../requests/ports/store.ts';
import type { SignedCheckpoint } from '../../requests/ports/witness.ts';
import {
  type AccountSeen,
  accountSeenSchema,
  type Counted,
  type Memory,
  type Noted,
} from '../../requests/record/account-seen.ts';
import { type EntraObjectId, entraObjectId, type TenantId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { readBody, writeBody } from '../bodies/stored-body.ts';
import { appendAudit, beginAppending, type Recorder } from '../queries/audit-queries.ts';
import { signCheckpoint } from '../queries/head/checkpoint-queries.ts';
import { sha256 } from '../record/entry.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { atOneMoment, lockUntilCommit } from '../schema/transact.ts';
import type { AccountWalk } from './account-walk.ts';
import { ACCOUNTS_SEEN, type SeenFacts, type ToldAccounts } from './told-accounts.ts';

/** The row that says when the last census was; no account has this object id. */
export const CENSUS = 'census';

/** A census is told of where something changed, and as often as this, in ms, where nothing does. */
const TOLD_EVERY = 30 * 60_000;

/** How many accounts one entry tells of. */
const TOLD_AT_ONCE = 100;

/**
 * What is remembered of accounts, compared with what the record tells of them. Rows and record are read anew at one
 * moment where they differ, since somebody may have noted something in between.
 * @param oids null for everybody
 * @throws AirlockError record-broken, store-corrupt
 */
export async function findAccounts(
  db: Kysely<Tables>,
  walk: AccountWalk,
  tenant: TenantId,
  oids: readonly EntraObjectId[] | null,
): Promise<Memory> {
  const { memory } = await compared(db, walk, tenant, oids);
  if (memory.strange.length === 0) return memory;
  return atOneMoment(db, async (trx) => (await compared(trx, walk, tenant, oids)).memory);
}

interface Compared {
  readonly memory: Memory;
  readonly told: ToldAccounts;
  /** The hash of each row, by its account. */
  readonly found: ReadonlyMap<string, string>;
}

/** @param oids null for everybody */
async function compared(
  db: Db,
  walk: AccountWalk,
  tenant: TenantId,
  oids: readonly EntraObjectId[] | null,
): Promise<Compared> {
  const { rows } = await (oids ? rowsOf(db, { tenant, oids: [CENSUS, ...oids] }) : rowsOfAll(db, { tenant }));
  const told = await walk.told(db, tenant);
  const census = rows.find(({ oid }) => oid === CENSUS);
  const own = rows.filter(({ oid }) => oid !== CENSUS);
  const found = new Map(own.map(({ oid, body }) => [oid, sha256(body)]));
  const asked = oids ?? [...new Set([...found.keys(), ...told.accounts.keys()])];
  const isAsTold = (oid: string) => !isTold(told) || told.accounts.get(oid)?.stored === found.get(oid);
  const memory: Memory = {
    censusAt: isTold(told) || !census ? told.census : Number(census.updated_at),
    accounts: own
      .filter(({ oid }) => isAsTold(oid))
      .map(({ oid, body }) => readBody({ table: 'accounts_seen', id: oid }, body, accountSeenSchema)),
    strange: asked.filter((oid) => !isAsTold(oid)).flatMap((oid) => entraObjectId.safeParse(oid).data ?? []),
    firstTold: new Map(
      asked.flatMap((oid) => {
        const first = told.accounts.get(oid)?.first;
        return first === undefined ? [] : [[oid, first] as const];
      }),
    ),
    crowds: told.crowds && [...told.crowds.values()],
  };
  return { memory, told, found };
}

function rowsIn(db: Db, tenant: TenantId) {
  return db.selectFrom('accounts_seen').select(['oid', 'body', 'updated_at']).where('tenant', '=', tenant);
}

const rowsOfAll = keptQuery((db, { tenant }: { readonly tenant: TenantId }) => rowsIn(db, tenant).orderBy('oid'));

const rowsOf = keptQuery((db, { tenant, oids }: { readonly tenant: TenantId; readonly oids: readonly string[] }) =>
  rowsIn(db, tenant).where('oid', 'in', oids).orderBy('oid'),
);

/** Whether the record tells of accounts at all: a store that an earlier version wrote is taken over as it is. */
function isTold({ accounts, census }: ToldAccounts): boolean {
  return census !== null || accounts.size > 0;
}

/**
 * Reads and writes under one lock, so that of two who look at the same moment each sees what the other noted. What
 * changes is told in entries of the record, and so is a census; where neither is news, there is none.
 * @returns the entries
 * @throws AirlockError record-broken, store-corrupt
 */
export async function noteAccounts(
  db: Db,
  { walk, recorder }: Noting,
  { tenantId: tenant, oids, at }: AccountsOf,
  note: (memory: Memory) => Noted,
): Promise<readonly AuditEntry[]> {
  await lockUntilCommit(db, 'accounts');
  const { memory, told, found } = await compared(db, walk, tenant, oids);
  const { accounts, census, counted } = note(memory);
  const changed: Change[] = isTold(told) ? [] : await everybodyElse(db, tenant, accounts);
  for (const account of accounts) {
    const stored = sha256(await saveAccount(db, tenant, account, at));
    changed.push({ oid: account.oid, name: nameOf(account), before: found.get(account.oid) ?? null, stored });
  }
  const isDue = census !== undefined && census.at - (told.census ?? 0) >= TOLD_EVERY;
  const marks = counted && (counted.length > 0 || told.crowds === null) ? counted.map(toldMark) : undefined;
  if (changed.length === 0 && !isDue && !marks) return [];
  if (census) await saveCensus(db, tenant, census.at);
  const own = { tenantId: tenant, at, event: ACCOUNTS_SEEN, actor: 'service', requestId: null };
  const facts = census ? { census: census.at, looked: census.looked } : takenOver(told, memory);
  return tell(db, { walk, recorder }, own, { changed, more: { ...facts, ...(marks && { marks }) } });
}

/** What a walk keeps in mind of what the record tells, as a digest. */
interface Told {
  digest(db: Db, tenant: TenantId): Promise<string>;
}

/** The walks of which a checkpoint tells. */
export interface ToldToVouchFor {
  readonly facts: Told;
  readonly channel: Told;
}

/**
 * Signs the head of the record, and says which entry on accounts was the last one then, and what was told of the
 * tenant and of the channel for approvals.
 * @throws AirlockError record-broken
 */
export async function checkpointWithMemory(
  db: Kysely<Tables>,
  { walk, recorder }: Noting,
  told: ToldToVouchFor,
  tenant: TenantId,
): Promise<SignedCheckpoint> {
  for (;;) {
    const before = await vouchable(db, walk, told, tenant);
    const made = await signCheckpoint(db, recorder, tenant);
    const { accounts, facts, channel } = await vouchable(db, walk, told, tenant);
    // Another instance may have told of something in between.
    const isSame = facts === before.facts && channel === before.channel && accounts?.seq === before.accounts?.seq;
    if (isSame) return { ...made, accounts, facts, channel };
  }
}

async function vouchable(db: Db, walk: AccountWalk, { facts, channel }: ToldToVouchFor, tenant: TenantId) {
  return {
    accounts: await walk.last(db),
    facts: await facts.digest(db, tenant),
    channel: await channel.digest(db, tenant),
  };
}

export interface Noting {
  readonly walk: AccountWalk;
  readonly recorder: Recorder;
}

function toldMark({ mark: { kind, value }, all, members }: Counted): NonNullable<SeenFacts['marks']>[number] {
  return { kind, value, carriers: all, members };
}

type CensusFacts = Pick<SeenFacts, 'census' | 'looked'>;

/** The census of a store that an earlier version wrote. */
function takenOver(told: ToldAccounts, { censusAt }: Memory): CensusFacts {
  return told.census === null && censusAt !== null ? { census: censusAt } : {};
}

type Change = SeenFacts['accounts'][number];

function nameOf({ carried }: AccountSeen): string {
  return carried.userPrincipalName;
}

/** What stood there before the record told of accounts, as it is. */
async function everybodyElse(db: Db, tenant: TenantId, noted: readonly AccountSeen[]): Promise<Change[]> {
  const known = new Set<string>([CENSUS, ...noted.map(({ oid }) => oid)]);
  const all = db.selectFrom('accounts_seen').select(['oid', 'body']).where('tenant', '=', tenant);
  const rows = (await all.orderBy('oid').execute()).filter(({ oid }) => !known.has(oid));
  return rows.map(({ oid, body }) => {
    const stored = sha256(body);
    const account = readBody({ table: 'accounts_seen', id: oid }, body, accountSeenSchema);
    return { oid, name: nameOf(account), before: stored, stored };
  });
}

/** Appends entries on accounts, a hundred accounts in each: each names the entry of its kind before it. */
async function tell(
  db: Db,
  { walk, recorder }: Noting,
  own: Omit<AuditFacts, 'data'>,
  { changed, more }: { readonly changed: readonly Change[]; readonly more: CensusFacts & Pick<SeenFacts, 'marks'> },
): Promise<readonly AuditEntry[]> {
  let previous = await walk.last(db);
  await lockUntilCommit(db, 'step');
  let begun = await beginAppending(db, recorder, own);
  for (let start = 0; start === 0 || start < changed.length; start += TOLD_AT_ONCE) {
    const accounts = changed.slice(start, start + TOLD_AT_ONCE);
    const data: SeenFacts = {
      accounts,
      previous,
      ...(start + TOLD_AT_ONCE >= changed.length && more),
    };
    begun = await appendAudit(db, begun, [{ ...own, data: asJson(data) }]);
    const { seq, hash } = begun.last ?? { seq: 0, hash: '' };
    previous = { seq, hash };
  }
  return begun.entries;
}

/** @returns the body as it is stored */
async function saveAccount(db: Db, tenant: TenantId, account: AccountSeen, at: number): Promise<string> {
  const { oid, marksSince, approverSince, ...rest } = account;
  const body = writeBody({ oid, marksSince, approverSince, ...rest });
  await save(db, { tenant, oid, body, marks_since: marksSince, approver_since: approverSince, updated_at: at });
  return body;
}

async function saveCensus(db: Db, tenant: TenantId, at: number): Promise<void> {
  const body = writeBody({});
  await save(db, { tenant, oid: CENSUS, body, marks_since: null, approver_since: null, updated_at: at });
}

const save = keptQuery(
  (db, { tenant, oid, body, marks_since, approver_since, updated_at }: Tables['accounts_seen']) => {
    const kept = { body, marks_since, approver_since, updated_at };
    return db
      .insertInto('accounts_seen')
      .values({ tenant, oid, ...kept })
      .onConflict((conflict) => conflict.columns(['tenant', 'oid']).doUpdateSet(kept));
  },
);
