import type { Selectable } from 'kysely';
import type { Request } from '../../requests/record/request.ts';
import { sha256 } from '../record/entry.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { REQUEST_COLUMNS, type RequestRow, readRequest } from './read-rows.ts';

/** Events of a request's own steps; other entries tell what is stored beside it. */
export const STEPS = 'request.%';

/**
 * Rows of requests, each with the last entry of its request: one statement sees both as at one moment, so that what was
 * read is what is compared.
 */
export function besideRecord(db: Db) {
  return db
    .selectFrom('requests')
    .leftJoin('audit', (join) =>
      join.on('audit.seq', '=', (eb) =>
        eb
          .selectFrom('audit as step')
          .select('step.seq')
          .whereRef('step.request_id', '=', 'requests.id')
          .where('step.event', 'like', STEPS)
          .orderBy('step.seq', 'desc')
          .limit(1),
      ),
    )
    .selectAll('audit')
    .select(REQUEST_COLUMNS);
}

export type StepRow = Selectable<Tables['audit']>;

/** The last entry of a request as it was joined to its row: all empty where there is none. */
type MaybeStep = { readonly [K in keyof StepRow]: StepRow[K] | null };

/** What the statement that read a request's row read of it, and beside it. */
export interface Loaded {
  /** SHA-256 (hex) of the row's body. */
  readonly stored: string;
  /** Whether the columns say what the body says. */
  readonly isWhole: boolean;
  /** The last entry of the request; null where there is none. */
  readonly last: StepRow | null;
}

/**
 * What was read with each request. Whoever can write to the database can show one row to one statement and another one
 * to the next, so that a request is compared with what came with it, and with no other reading.
 */
const LOADED = new WeakMap<Request, Loaded>();

/**
 * Reads a request from its row, and keeps in mind what its last entry is, which the same statement has read.
 * @throws AirlockError store-corrupt
 */
export function toLoaded(row: RequestRow & MaybeStep): Request {
  // Sound: an entry has no empty column but those that may be empty, so with its seq the row holds all of it.
  return loadedWith(row, row.seq === null ? null : (row as StepRow));
}

/**
 * The same where the entry was read by another statement that sees the same moment.
 * @throws AirlockError store-corrupt
 */
export function loadedWith(row: RequestRow, last: StepRow | null): Request {
  const { request, isWhole } = readRequest(row);
  // One object is made of the same text, as long as that is kept.
  const stored = LOADED.get(request)?.stored ?? sha256(row.body);
  LOADED.set(request, { stored, isWhole, last });
  return request;
}

/** Keeps in mind what a step has just stored. */
export function noteStored(request: Request, stored: string, last: StepRow): void {
  LOADED.set(request, { stored, isWhole: true, last });
}

/** What was read with a request; null for one that was not read here, or was made of one that was. */
export function loadedOf(request: Request): Loaded | null {
  return LOADED.get(request) ?? null;
}
