import { refusal } from '../wire/wire-refusal.ts';

/** Text properties that a `$search` may name. */
export type SearchFields<T> = Readonly<Record<string, (item: T) => string | null>>;

const CLAUSE = /^"([A-Za-z]+):([^"]+)"$/;

/**
 * Compiles `$search="displayName:soc" OR "mail:soc"` into a test. `displayName` and `description` match by the
 * beginnings of their words, other properties by their own beginning (learn: graph/search-query-parameter, directory
 * objects).
 * @throws refusal 400 without the header `ConsistencyLevel: eventual`, and for a text that is not a search clause
 */
export function graphSearch<T>(
  text: string,
  consistency: string | undefined,
  fields: SearchFields<T>,
): (item: T) => boolean {
  if (consistency?.toLowerCase() !== 'eventual') {
    const message =
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";
    throw refusal(400, 'Request_UnsupportedQuery', message);
  }
  const alternatives = text.split(/\s+OR\s+/).map((alternative) => {
    const clauses = alternative.split(/\s+AND\s+/).map((clause) => clauseTest(clause.trim(), fields));
    return (item: T) => clauses.every((test) => test(item));
  });
  return (item) => alternatives.some((test) => test(item));
}

function clauseTest<T>(clause: string, fields: SearchFields<T>): (item: T) => boolean {
  const [, property = '', value = ''] = CLAUSE.exec(clause) ?? [];
  const read = Object.hasOwn(fields, property) ? fields[property] : undefined;
  if (!read)
    throw refusal(
      400,
      'Request_BadRequest',
      `Syntax error in $search: '${clause}' is not '"property:value"' of a searchable property.`,
    );
  if (property !== 'displayName' && property !== 'description') {
    return (item) => (read(item) ?? '').toLowerCase().startsWith(value.trim().toLowerCase());
  }
  const wanted = words(value);
  return (item) => {
    const present = words(read(item) ?? '');
    return wanted.every((word) => present.some((one) => one.startsWith(word)));
  };
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
