/**
 * Where things are kept: `file`, a path or `:memory:`, or `url`, a PostgreSQL database (secret: it holds a password).
 */
export type StoreLocation = { readonly file: string } | { readonly url: string };
