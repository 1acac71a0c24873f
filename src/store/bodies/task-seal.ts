import { timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { NewTask, Task, TaskKind } from '../../requests/ports/outbox.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import { isNamed } from '../record/entry.ts';
import type { RecordKeys } from '../record/record-keys.ts';
import type { Tables } from '../schema/tables.ts';
import { type JsonObject, readValue, versioned } from './stored-body.ts';

/** Kinds of tasks that are done in the name of a person who asked. */
export const ASKED_KINDS: readonly TaskKind[] = [
  'draft',
  'status',
  'open-form',
  'check-form',
  'revert',
  'sight',
  'ask',
];

/** Who seals tasks: the holder of the record's private key. */
export type Sealer = Pick<RecordKeys, 'keyId' | 'seal'>;

type TaskRow = Pick<Selectable<Tables['tasks']>, 'id' | 'key' | 'kind' | 'tenant' | 'request_id' | 'payload'>;

/** When work was filed, in ms since 1970, and where the record ended then: what tells that it was done comes later. */
const filedSchema = z.object({ at: z.number(), seq: z.int(), hash: z.string() }).readonly();

export type Filed = z.infer<typeof filedSchema>;

/** Whether the text of a payload carries a seal. */
export function isSealed({ kind, payload }: Pick<NewTask, 'kind' | 'payload'>, keys: Sealer | null): keys is Sealer {
  return keys !== null && isAsked(kind) && isNamed(asJson(payload));
}

/** The text of a payload as it is stored; what somebody asked carries the seal of the service that took it. */
export function sealedPayload(task: NewTask, keys: Sealer, filed: Filed): string {
  const payload = { ...(asJson(task.payload) as JsonObject), filed };
  const text = textOf({ key: task.key, kind: task.kind, tenant: task.tenantId, request_id: task.requestId }, payload);
  return JSON.stringify(versioned({ ...payload, seal: `${keys.keyId}:${keys.seal(text)}` }));
}

/** What is wrong with the seal of a stored task; null where it holds, or where the task needs none. */
export function sealFault(row: TaskRow, keys: Sealer | null): NonNullable<Task['unproven']> | null {
  if (!isAsked(row.kind)) return null;
  const { seal, payload } = unsealed(readValue({ table: 'tasks', id: row.id }, row.payload));
  if (seal === undefined || keys === null) return 'unsealed';
  const [keyId, made = ''] = String(seal).split(':');
  if (keyId !== keys.keyId) return 'another-key';
  return isSame(made, keys.seal(textOf(row, payload))) ? null : 'forged';
}

/** When a task was filed, by its payload; null where an earlier version filed it. The seal has to hold. */
export function filedIn(row: Pick<TaskRow, 'id' | 'payload'>): Filed | null {
  const stored = readValue({ table: 'tasks', id: row.id }, row.payload);
  return isNamed(stored) ? (filedSchema.safeParse(stored.filed).data ?? null) : null;
}

/** What somebody asked, without what the service that took it added. */
export function askedIn(stored: Json): Json {
  if (!isNamed(stored)) return stored;
  const { seal: _seal, filed: _filed, ...asked } = stored;
  return asked;
}

/** Takes the seal off a payload. */
function unsealed(stored: Json): { readonly seal?: Json; readonly payload: Json } {
  if (!isNamed(stored)) return { payload: stored };
  const { seal, ...payload } = stored;
  return seal === undefined ? { payload } : { seal, payload };
}

/** Whether a task of this kind is done in the name of a person who asked. */
export function isAsked(kind: string): boolean {
  return ASKED_KINDS.some((asked) => asked === kind);
}

function textOf({ key, kind, tenant, request_id: requestId }: Omit<TaskRow, 'id' | 'payload'>, payload: Json): string {
  return canonical({ key, kind, tenant, requestId, payload });
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
