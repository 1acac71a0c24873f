/**
 * An access token for one resource, fresh enough to use now.
 * @throws AirlockError directory-unavailable
 */
export type GetToken = () => Promise<string>;
