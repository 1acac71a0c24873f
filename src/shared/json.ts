/** Any value that JSON can represent. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Gives each value exactly one text: keys sorted by UTF-16 code unit at every depth, no white space (RFC 8785).
 * Digests, comparisons and hash chains use this text, so it must never change for a value.
 *
 * Written by hand because json-canonicalize 3 has two faults. It leaves the fields of an object unsorted if one is
 * named `toJSON`; field names also come from Defender. And it takes a value that is used twice, as in `group` and
 * `groups`, for a cycle.
 */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** Copies a plain value as JSON represents it, without undefined fields. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
