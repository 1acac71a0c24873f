import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';

/**
 * The version in which bodies are written now. A body without a `v` has version 1, which release 0.1.0 wrote. Version 3
 * adds to version 2 only what may be absent: evidence, principal names, reasons of approvals and a digest's version.
 */
const VERSION = 3;

/** The versions that have the shape of today. */
const CURRENT: readonly Json[] = [2, VERSION];

export type JsonObject = { readonly [key: string]: Json };

/** Where a body is stored; errors name it. */
export interface Row {
  readonly table: string;
  readonly id: string | number;
}

/** Converts a body from version 1 to the current shape. */
export type FromVersion1 = (body: Json) => Json;

/**
 * Adds the version in which a value is written. Only objects carry one: no other value has a shape that could change.
 */
export function versioned(value: Json): Json {
  return isObject(value) ? { v: VERSION, ...value } : value;
}

/** Writes a body as text, with the version in which it is written. */
export function writeBody(body: object): string {
  return JSON.stringify({ v: VERSION, ...body });
}

/** What was read of a text, by its schema. Frozen, since whoever reads the same text shares it. */
const READ = new LRUCache<string, { readonly schema: z.ZodType; readonly body: unknown }>({
  maxSize: 8 * 1_024 * 1_024,
  // The text, and what was made of it.
  sizeCalculation: (_read, text) => text.length * 3,
});

/**
 * Reads a body. The same text is not parsed again while it was read lately: a request is read several times for each
 * press, and its card is drawn for everybody who looks.
 * @throws AirlockError store-corrupt that names the row, never what stands in it
 */
export function readBody<T>(row: Row, text: string, schema: z.ZodType<T>, fromVersion1?: FromVersion1): T {
  const known = READ.get(text);
  // Sound: it was parsed by this very schema.
  if (known?.schema === schema) return known.body as T;
  const body = parseBody(row, text, schema, fromVersion1);
  READ.set(text, { schema, body: frozen(body) });
  return body;
}

/** Freezes all of it: a schema that is `readonly` has frozen the outermost object alone. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

function parseBody<T>(row: Row, text: string, schema: z.ZodType<T>, fromVersion1?: FromVersion1): T {
  const parsed = schema.safeParse(readValue(row, text, fromVersion1));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw corrupt(row, `${issue?.path.join('.')}: ${issue?.code}`);
}

/**
 * Reads a value whose shape only the caller knows, and removes its version.
 * @throws AirlockError store-corrupt that names the row, never what stands in it
 */
export function readValue(row: Row, text: string, fromVersion1?: FromVersion1): Json {
  const value = readJson(row, text);
  if (!isObject(value) || value.v === undefined) return fromVersion1 ? fromVersion1(value) : value;
  const { v: version, ...body } = value;
  if (CURRENT.includes(version ?? null)) return body;
  throw corrupt(row, 'written in a version that this Airlock does not know');
}

/** @throws AirlockError store-corrupt that names the row, never what stands in it */
export function readJson(row: Row, text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw corrupt(row, 'not JSON');
  }
}

/** @param fault names a place and a kind of fault; it is logged */
export function corrupt({ table, id }: Row, fault: string): AirlockError {
  return new AirlockError(
    'store-corrupt',
    t`What is stored in ${table}, row ${id}, cannot be read. Tell whoever operates Airlock.`,
    {
      details: { table, id, fault },
    },
  );
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
