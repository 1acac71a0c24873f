import { say } from './worded.ts';

type Texts = Readonly<Record<string, string | null>>;

/** A table of texts of `msg`, each of which is worded when it is read, in the language of whoever reads it then. */
export function wordedTable<T extends Texts>(table: T): T {
  const worded = {};
  for (const [key, text] of Object.entries(table))
    Object.defineProperty(worded, key, { enumerable: true, get: () => (text === null ? null : say(text)) });
  // The cast is sound: it has every key of the table.
  return worded as T;
}
