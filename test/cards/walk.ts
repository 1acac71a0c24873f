/** An object in a card and how it is reached. */
export interface Found {
  readonly path: string;
  readonly node: Readonly<Record<string, unknown>>;
}

/** Every object of a card, outermost first. */
export function* objectsOf(value: unknown, path = '$'): Generator<Found> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield { path, node: value as Record<string, unknown> };
  for (const [key, child] of Object.entries(value)) yield* objectsOf(child, `${path}.${key}`);
}

/** The objects of one type: `Action.Execute`, `Input.Text`, ... */
export function ofType(card: unknown, type: string): Found[] {
  return [...objectsOf(card)].filter(({ node }) => node.type === type);
}

/** Every string and the object it stands in. */
export function* stringsOf(
  card: unknown,
): Generator<{ path: string; text: string; within: Found['node']; key: string }> {
  for (const { path, node } of objectsOf(card)) {
    for (const [key, value] of Object.entries(node)) {
      const texts = Array.isArray(value) ? value : [value];
      for (const text of texts) if (typeof text === 'string') yield { path: `${path}.${key}`, text, within: node, key };
    }
  }
}
