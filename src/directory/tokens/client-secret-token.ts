import { z } from 'zod';
import { AirlockError } from '../../errors.ts';
import { jsonRequest } from '../../http/json-request.ts';
import type { Clock } from '../../ports.ts';
import type { GetToken } from './get-token.ts';

export interface ClientSecretOptions {
  /** Origin of the token endpoint. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
  /** `https://graph.microsoft.com/.default` and the like. */
  readonly scope: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** A token is renewed so long before its end, in ms. */
const EARLY = 300_000;

/**
 * The client credentials grant by hand (learn: v2-oauth2-client-creds-grant-flow), for a loopback authority, which `@azure/identity` refuses.
 * Used by the demo and the tests; a real tenant is reached through azure-identity-token.
 */
export function clientSecretToken(options: ClientSecretOptions): GetToken {
  let cached: { token: string; until: number } | null = null;
  return async () => {
    const now = options.clock.now();
    if (cached && cached.until > now) return cached.token;
    const parsed = answer.safeParse(await ask(options));
    if (!parsed.success) throw new AirlockError('directory-unavailable', 'The sign-in service gave no token.');
    cached = { token: parsed.data.access_token, until: now + Math.max(0, parsed.data.expires_in * 1_000 - EARLY) };
    return cached.token;
  };
}

async function ask({ authority, tenantId, clientId, secret, scope, timeoutMs }: ClientSecretOptions): Promise<unknown> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    scope,
  });
  const url = `${authority}/${tenantId}/oauth2/v2.0/token`;
  const { status, body } = await jsonRequest({ method: 'POST', url, body: form, timeoutMs }).catch(() => {
    throw new AirlockError('directory-unavailable', 'The sign-in service did not answer.');
  });
  return status === 200 && body.kind === 'json' ? body.value : undefined;
}
