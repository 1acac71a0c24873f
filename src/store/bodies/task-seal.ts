import { timingSafeEqual } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { NewTask, Task, TaskKind } from '../../requests/ports/outbox.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import { isNamed } from '../record/entry.ts';
import type { RecordKeys } from '../record/record-keys.ts';
import type { Tables } from '../schema/tables.ts';
import { readValue, versioned } from './stored-body.ts';

/** Kinds of tasks that are done in the name of a person who asked. */
export const ASKED_KINDS: readonly TaskKind[] = ['draft', 'status', 'open-form', 'check-form', 'revert', 'sight'];

/** Who seals tasks: the holder of the record's private key. */
export type Sealer = Pick<RecordKeys, 'keyId' | 'seal'>;

type TaskRow = Pick<Selectable<Tables['tasks']>, 'id' | 'key' | 'kind' | 'tenant' | 'request_id' | 'payload'>;

/** The text of a payload as it is stored; what somebody asked carries the seal of the service that took it. */
export function sealedPayload(task: NewTask, keys: Sealer | null): string {
  const payload = asJson(task.payload);
  if (keys === null || !isAsked(task.kind) || !isNamed(payload)) return JSON.stringify(versioned(payload));
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

/** Takes the seal off a payload. */
export function unsealed(stored: Json): { readonly seal?: Json; readonly payload: Json } {
  if (!isNamed(stored)) return { payload: stored };
  const { seal, ...payload } = stored;
  return seal === undefined ? { payload } : { seal, payload };
}

function isAsked(kind: string): boolean {
  return ASKED_KINDS.some((asked) => asked === kind);
}

function textOf({ key, kind, tenant, request_id: requestId }: Omit<TaskRow, 'id' | 'payload'>, payload: Json): string {
  return canonical({ key, kind, tenant, requestId, payload });
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
