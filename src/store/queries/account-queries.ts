import type { AccountsOf } from '../../requests/ports/store.ts';
import { accountSeenSchema, type Memory, type Noted } from '../../requests/record/account-seen.ts';
import type { EntraObjectId, TenantId } from '../../shared/ids.ts';
import { readBody, writeBody } from '../bodies/stored-body.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';

/** The row that says when the last census was; no account has this object id. */
const CENSUS = 'census';

/** @param oids null for everybody */
export async function findAccounts(db: Db, tenant: TenantId, oids: readonly EntraObjectId[] | null): Promise<Memory> {
  const all = db.selectFrom('accounts_seen').selectAll().where('tenant', '=', tenant);
  const rows = await (oids ? all.where('oid', 'in', [CENSUS, ...oids]) : all).orderBy('oid').execute();
  const census = rows.find(({ oid }) => oid === CENSUS);
  return {
    censusAt: census ? Number(census.updated_at) : null,
    accounts: rows
      .filter(({ oid }) => oid !== CENSUS)
      .map(({ oid, body }) => readBody({ table: 'accounts_seen', id: oid }, body, accountSeenSchema)),
  };
}

/** Reads and writes under one lock, so that of two who look at the same moment each sees what the other noted. */
export async function noteAccounts(
  db: Db,
  { tenantId: tenant, oids, at }: AccountsOf,
  note: (memory: Memory) => Noted,
): Promise<void> {
  await lockUntilCommit(db, `accounts/${tenant}`);
  const { accounts, censusAt } = note(await findAccounts(db, tenant, oids));
  for (const { oid, marksSince, approverSince, ...rest } of accounts) {
    const body = writeBody({ oid, marksSince, approverSince, ...rest });
    await save(db, { tenant, oid, body, marks_since: marksSince, approver_since: approverSince, updated_at: at });
  }
  if (censusAt !== undefined) {
    await save(db, {
      ...{ tenant, oid: CENSUS, body: writeBody({}) },
      ...{ marks_since: null, approver_since: null, updated_at: censusAt },
    });
  }
}

async function save(db: Db, row: Tables['accounts_seen']): Promise<void> {
  const { tenant: _tenant, oid: _oid, ...kept } = row;
  await db
    .insertInto('accounts_seen')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'oid']).doUpdateSet(kept))
    .execute();
}
