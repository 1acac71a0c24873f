import { refusal } from '../wire/wire-refusal.ts';

/** Every property of a type, how to read it, and which are returned without `$select`. */
export interface Properties<T> {
  readonly type: string;
  readonly read: Readonly<Record<string, (item: T) => unknown>>;
  /** The properties returned without `$select`; all if absent. */
  readonly usual?: readonly string[];
}

/**
 * How an item is returned with this `$select`.
 * @throws refusal 400 for a property the type does not have
 */
export function projection<T>(select: string | undefined, properties: Properties<T>, context: string) {
  const names = select?.split(',').map((name) => name.trim()) ?? properties.usual ?? Object.keys(properties.read);
  for (const name of names) {
    if (Object.hasOwn(properties.read, name)) continue;
    const message = `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type '${properties.type}'.`;
    throw refusal(400, context.startsWith('security') ? 'BadRequest' : 'Request_BadRequest', message);
  }
  return (item: T): Record<string, unknown> =>
    Object.fromEntries(names.map((name) => [name, properties.read[name]?.(item)]));
}
