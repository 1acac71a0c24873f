import { sameConditions } from '../model/same-rule.ts';
import type { FormInput, GroupFields, GroupInput } from './group-input.ts';
import { readConditions } from './read-conditions.ts';
import { cleanDescription, cleanName } from './read-texts.ts';
import type { Standing } from './standing.ts';

/**
 * The input without the fields that are as a form was opened with. They stay as the tenant has them, whatever somebody
 * else has made of them since.
 */
export function withoutUntouched(input: GroupInput, opened: FormInput | undefined, standing: Standing): GroupInput {
  if (!opened || opened.kind !== input.kind) return input;
  switch (input.kind) {
    case 'device-group.update':
      return { ...input, fields: touchedFields(input.fields, opened.fields, standing) };
    case 'ungrouped-devices':
      return { ...input, fields: touchedFields(input.fields, opened.fields, standing) };
    default:
      return input;
  }
}

function touchedFields<F extends Partial<GroupFields>>(fields: F, opened: Partial<GroupFields>, standing: Standing): F {
  const untouched: { readonly [K in keyof GroupFields]-?: boolean } = {
    name: both(fields.name, opened.name, (a, b) => cleanName(a) === cleanName(b)),
    description: both(fields.description, opened.description, (a, b) => cleanDescription(a) === cleanDescription(b)),
    level: both(fields.level, opened.level, (a, b) => a === b),
    conditions: both(fields.conditions, opened.conditions, (a, b) =>
      sameConditions(readConditions(a, standing).conditions, readConditions(b, standing).conditions),
    ),
    access: both(fields.access, opened.access, (a, b) => keyOf(a) === keyOf(b)),
  };
  const touched = Object.entries(fields).filter(([field]) => !untouched[field as keyof GroupFields]);
  // The cast is sound: only optional fields are left out.
  return Object.fromEntries(touched) as F;
}

function both<T>(a: T | undefined, b: T | undefined, same: (a: T, b: T) => boolean): boolean {
  return a !== undefined && b !== undefined && same(a, b);
}

function keyOf(access: readonly string[]): string {
  return [...new Set(access.map((entry) => entry.trim().toLowerCase()))].sort().join();
}
