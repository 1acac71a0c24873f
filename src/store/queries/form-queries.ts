import type { FormRevision } from '../../requests/ports/store.ts';
import type { Form, FormState } from '../../requests/record/form.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { EntraObjectId, TenantId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { FORM_COLUMNS, toForm } from '../bodies/read-rows.ts';
import { writeBody } from '../bodies/stored-body.ts';
import { readOverdue } from '../bodies/unreadable-rows.ts';
import { keptQuery } from '../schema/kept-query.ts';
import type { Db } from '../schema/tables.ts';

/** States in which a form counts as open: it can still become a request. */
const OPEN: readonly FormState[] = ['open', 'checking'];

/**
 * @throws AirlockError rev-conflict when somebody else changed the form, or it exists already; internal when the new
 * rev does not follow the old one
 */
export async function saveFormRevision(db: Db, { form, expectedRev }: FormRevision): Promise<void> {
  if (form.rev !== (expectedRev ?? 0) + 1) throw new AirlockError('internal', 'A step must raise the rev by one.');
  const landed = expectedRev === null ? await insertForm(db, form) : await updateForm(db, form, expectedRev);
  if (landed === 1n) return;
  throw new AirlockError('rev-conflict', t`The form was changed meanwhile. This is the form as it is now.`);
}

async function insertForm(db: Db, form: Form): Promise<bigint> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('forms')
    .values({ ...columns(form), id: form.id, tenant: form.tenantId, requester: form.requester.oid })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows ?? 0n;
}

async function updateForm(db: Db, form: Form, expectedRev: number): Promise<bigint> {
  const { numUpdatedRows } = await db
    .updateTable('forms')
    .set(columns(form))
    .where('id', '=', form.id)
    .where('rev', '=', expectedRev)
    .executeTakeFirst();
  return numUpdatedRows;
}

function columns(form: Form) {
  return { rev: form.rev, state: form.state, deadline: form.deadline, body: writeBody(form) };
}

export async function findForm(db: Db, tenantId: TenantId, id: string): Promise<Form | null> {
  const row = await db
    .selectFrom('forms')
    .select(FORM_COLUMNS)
    .where('tenant', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toForm(row) : null;
}

export async function countOpenForms(db: Db, tenantId: TenantId, requesterOid: EntraObjectId): Promise<number> {
  const row = await db
    .selectFrom('forms')
    .select((eb) => eb.fn.countAll<number | bigint>().as('count'))
    .where('tenant', '=', tenantId)
    .where('requester', '=', requesterOid)
    .where('state', 'in', OPEN)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function overdueForms(db: Db, now: number, limit: number): Promise<readonly Form[]> {
  return readOverdue(db, 'forms', (await overdue(db, { now, limit })).rows, toForm, now);
}

const overdue = keptQuery((db, { now, limit }: { readonly now: number; readonly limit: number }) =>
  db.selectFrom('forms').select(FORM_COLUMNS).where('deadline', '<=', now).orderBy('deadline').limit(limit),
);
