import { z } from 'zod';
import type { AffectedDevice } from '../../changes/device-effects.ts';
import { DEVICE_STATES } from '../../changes/device-group.ts';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { readBody, writeBody } from '../bodies/stored-body.ts';
import { pageFromVersion1 } from '../bodies/version-1.ts';
import { entryFault, isNamed, sha256 } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db } from '../schema/tables.ts';
import { toEntry } from './entry-rows.ts';

/**
 * How many devices one row holds. A page on a card needs at most two rows, and a row stays small enough for every
 * driver.
 */
const ROW = 200;

const group = z.object({ id: z.int(), name: z.string() }).nullable();

const devicePage: z.ZodType<{ readonly devices: readonly AffectedDevice[] }> = z.object({
  devices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      from: group,
      to: group,
      toUnknown: z.literal(true).exactOptional(),
      effect: z.enum(['same', 'raised', 'lowered', 'unclear']),
      state: z.enum(DEVICE_STATES).exclude(['onboarded']).exactOptional(),
    }),
  ),
});

/**
 * Replaces the devices stored for the request by these, in this order.
 * @returns the SHA-256 of what is stored, for the entry of the step
 */
export async function replaceAffected(
  db: Db,
  requestId: RequestId,
  devices: readonly AffectedDevice[],
): Promise<string> {
  const bodies: string[] = [];
  await db.deleteFrom('request_devices').where('request_id', '=', requestId).execute();
  for (let start = 0; start < devices.length; start += ROW) {
    const body = writeBody({ devices: devices.slice(start, start + ROW) });
    bodies.push(body);
    await db
      .insertInto('request_devices')
      .values({ request_id: requestId, page: start / ROW, body })
      .execute();
  }
  return listHash(bodies);
}

/** SHA-256 (64 hex digits) of a list of devices as its rows hold it. */
function listHash(bodies: readonly string[]): string {
  return sha256(bodies.join('\n'));
}

/** Whether these rows are the list of that hash, page after page; without one there is none. */
export function isList(
  hash: string | null,
  rows: readonly { readonly page: number; readonly body: string }[],
): boolean {
  if (hash === null) return rows.length === 0;
  return rows.every(({ page }, index) => Number(page) === index) && listHash(rows.map(({ body }) => body)) === hash;
}

/** The hash of a list that an entry tells; null where it tells of none. */
export function toldList({ data }: AuditEntry): string | null {
  return isNamed(data) && typeof data.affected === 'string' ? data.affected : null;
}

/**
 * Makes sure that the devices stored for a request are those that were recorded. Requests that a release drafted which
 * did not sign have no entry that says so.
 * @throws AirlockError record-broken
 */
export async function assertRecordedList(db: Db, keys: PublicKeys, requestId: RequestId): Promise<void> {
  const own = await db
    .selectFrom('audit')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('seq', 'desc')
    .execute();
  const sound = own.map(toEntry).filter((entry) => entry.keyId !== null && entryFault(entry, keys) === null);
  const told = sound.map(toldList).find((one) => one !== null);
  if (told === undefined && own.at(-1)?.key_id === null) return;
  const rows = await db
    .selectFrom('request_devices')
    .select(['page', 'body'])
    .where('request_id', '=', requestId)
    .orderBy('page')
    .execute();
  if (isList(told ?? null, rows)) return;
  throw new AirlockError(
    'record-broken',
    t`The list of devices of this request is not the one that was recorded, so it is not shown. Tell whoever operates Airlock.`,
  );
}

export async function readAffected(
  db: Db,
  requestId: RequestId,
  skip: number,
  top: number,
): Promise<readonly AffectedDevice[]> {
  const first = Math.max(0, skip);
  const end = first + Math.max(0, top);
  const rows = await db
    .selectFrom('request_devices')
    .select(['page', 'body'])
    .where('request_id', '=', requestId)
    .where('page', '>=', Math.floor(first / ROW))
    .where('page', '<', Math.ceil(end / ROW))
    .orderBy('page')
    .execute();
  const devices = rows.flatMap(
    ({ page, body }) =>
      readBody({ table: 'request_devices', id: `${requestId}/${page}` }, body, devicePage, pageFromVersion1).devices,
  );
  return devices.slice(first % ROW, (first % ROW) + end - first);
}
