/**
 * Where the store is: `file`, a path or `:memory:`, or `url`, a PostgreSQL database (a secret: it holds a password).
 */
export type StoreLocation = { readonly file: string } | { readonly url: string };
