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

/** Entra's refusal, as far as it is told on: its sentences name tenants and apps. */
const refusal = z.object({ error_codes: z.array(z.int()).min(1) });

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
    const { status, value } = await ask(options);
    const parsed = answer.safeParse(value);
    if (status !== 200 || !parsed.success) {
      const reason = refusal.safeParse(value).data?.error_codes[0];
      throw new AirlockError('directory-unavailable', 'The sign-in service gave no token.', {
        details: reason === undefined ? {} : { reason: `AADSTS${reason}` },
      });
    }
    cached = { token: parsed.data.access_token, until: now + Math.max(0, parsed.data.expires_in * 1_000 - EARLY) };
    return cached.token;
  };
}

async function ask({
  authority,
  tenantId,
  clientId,
  secret,
  scope,
  timeoutMs,
}: ClientSecretOptions): Promise<{ status: number; value: unknown }> {
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
  return { status, value: body.kind === 'json' ? body.value : undefined };
}
