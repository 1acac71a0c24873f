import { z } from 'zod';

/** Beside a message that one member alone is to see; the adapter puts it on the wire as Teams wants it. */
interface Recipient {
  readonly recipient?: {
    readonly id: string;
    readonly name: string;
    readonly properties: { readonly isTargeted: true };
  };
}

const refused = z.object({ statusCode: z.int().min(400).max(499) });

/** Of these Teams says that it may take the same later. */
const LATER: ReadonlySet<number> = new Set([408, 429]);

/**
 * Sends something to one member alone, and to all who read along where Teams does not take that: an older client, or a
 * conversation that cannot show it.
 * @param onlyFor the member's id in Teams; undefined for what is meant for all
 * @param send throws what the SDK throws
 */
export async function asTargeted<R>(
  onlyFor: string | undefined,
  send: (recipient: Recipient) => Promise<R>,
): Promise<R> {
  if (onlyFor === undefined) return send({});
  try {
    return await send({ recipient: { id: onlyFor, name: '', properties: { isTargeted: true } } });
  } catch (error) {
    const { success, data } = refused.safeParse(error);
    if (!success || LATER.has(data.statusCode)) throw error;
    return send({});
  }
}
