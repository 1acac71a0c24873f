/** A PostgreSQL database. */
export interface PostgresPlace {
  /** See `checkPostgresUrl`. A secret, where it holds a password. */
  readonly url: string;
  /**
   * Gives the password for each new connection, such as a token that expires; the address then holds none.
   * @throws AirlockError directory-unavailable
   */
  readonly password?: () => Promise<string>;
}

/** Where the store is: `file`, a path or `:memory:`, or a PostgreSQL database. */
export type StoreLocation = { readonly file: string } | PostgresPlace;
