/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One text for one value: keys sorted by UTF-16 code unit at every depth, no white space (RFC 8785). Digests,
 * comparisons and hash chains are made over it, so that its text for a value never changes.
 *
 * Kept by hand: json-canonicalize 3 leaves the fields of an object unsorted where one is named `toJSON`, and takes a
 * value that is used twice, in `group` and in `groups`, for a circle. Names of fields also come from Defender.
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

/** A copy of a plain value as JSON carries it: undefined fields are gone. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
