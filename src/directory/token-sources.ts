import { createRequire } from 'node:module';
import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import { AirlockError } from '../shared/errors.ts';
import { jsonRequest } from '../shared/http/json-request.ts';
import { t } from '../shared/language/worded.ts';
import type { Clock } from '../shared/runtime.ts';

/**
 * Gets an access token for one resource that is valid long enough to use now.
 * @throws AirlockError directory-unavailable
 */
export type GetToken = () => Promise<string>;

export interface ClientSecretOptions {
  /** Origin of the token endpoint. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
  /** For example `https://graph.microsoft.com/.default`. */
  readonly scope: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const answer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** The part of Entra's refusal that is passed on. Its sentences are not, since they name tenants and apps. */
const refusal = z.object({ error_codes: z.array(z.int()).min(1) });

/** How long before its end a token is no longer used, in ms. */
const EARLY = 300_000;

interface Kept {
  readonly token: string;
  /** From when on a new one is fetched while this one is still used. */
  readonly renewAt: number;
  readonly until: number;
}

/**
 * The client credentials grant, written by hand (learn: v2-oauth2-client-creds-grant-flow) because `@azure/identity`
 * refuses an authority on loopback. Only the demo and the tests use it; a real tenant uses `azureIdentityToken`. Calls
 * that wait for the same token ask for it once, and nobody waits for a new one before the old one is used up.
 */
export function clientSecretToken(options: ClientSecretOptions): GetToken {
  let kept: Kept | null = null;
  let asking: Promise<Kept> | null = null;
  const renew = (): Promise<Kept> => {
    asking ??= newToken(options)
      .then((renewed) => {
        kept = renewed;
        return renewed;
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  return async () => {
    const now = options.clock.now();
    if (!kept || kept.until <= now) return (await renew()).token;
    if (kept.renewAt <= now) renew().catch(() => undefined);
    return kept.token;
  };
}

async function newToken(options: ClientSecretOptions): Promise<Kept> {
  const now = options.clock.now();
  const { status, value } = await ask(options);
  const parsed = answer.safeParse(value);
  if (status !== 200 || !parsed.success) {
    const reason = refusal.safeParse(value).data?.error_codes[0];
    throw new AirlockError('directory-unavailable', t`The sign-in service gave no token.`, {
      details: reason === undefined ? {} : { reason: `AADSTS${reason}` },
    });
  }
  const lifetime = parsed.data.expires_in * 1_000;
  const until = now + Math.max(0, lifetime - EARLY);
  return { token: parsed.data.access_token, renewAt: Math.min(until, now + lifetime / 2), until };
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
  const { status, body } = await jsonRequest({ method: 'POST', url, body: form, timeoutMs, onlyAsks: true }).catch(
    () => {
      throw new AirlockError('directory-unavailable', t`The sign-in service did not answer.`);
    },
  );
  return { status, value: body.kind === 'json' ? body.value : undefined };
}

/**
 * How Airlock signs in to Graph and Defender. It is always the kind that the settings name, never whatever the
 * environment happens to offer (docs/facts/teams.md#credentials).
 */
export type Credential =
  | { readonly kind: 'managed-identity'; readonly clientId: string }
  | {
      readonly kind: 'certificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificatePath: string;
    }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: string };

/** Milliseconds for a new token, including the library's own retries: a person may be waiting for the answer. */
const PATIENCE = 10_000;

/**
 * Gets tokens from Entra ID; the library caches and renews them. Errors carry only Entra's number (details.reason,
 * `AADSTS7000215`), since its sentences name tenants and apps.
 * @param authorityHost `https://login.microsoftonline.com`, or that of another cloud
 */
export function azureIdentityToken(credential: Credential, scope: string, authorityHost: string): GetToken {
  const source = credentialOf(credential, authorityHost);
  return async () => {
    try {
      const token = await source.getToken(scope, { abortSignal: AbortSignal.timeout(PATIENCE) });
      if (token) return token.token;
    } catch (cause) {
      throw new AirlockError('directory-unavailable', t`Airlock could not sign in to Entra ID.`, {
        details: { credential: credential.kind, reason: reasonOf(cause) },
      });
    }
    throw new AirlockError('directory-unavailable', t`Entra ID gave no token.`, {
      details: { credential: credential.kind },
    });
  };
}

/**
 * The very module that the SDK has loaded, which is CommonJS: to import it loads it a second time, file by file, which
 * was an eighth of each start.
 */
function azureIdentity(): typeof import('@azure/identity') {
  return createRequire(import.meta.url)('@azure/identity');
}

function credentialOf(credential: Credential, authorityHost: string): TokenCredential {
  const { ClientCertificateCredential, ClientSecretCredential, ManagedIdentityCredential } = azureIdentity();
  switch (credential.kind) {
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: credential.clientId });
    case 'certificate':
      return new ClientCertificateCredential(
        credential.tenantId,
        credential.clientId,
        { certificatePath: credential.certificatePath },
        { authorityHost },
      );
    case 'secret':
      return new ClientSecretCredential(credential.tenantId, credential.clientId, credential.secret, { authorityHost });
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  return /AADSTS\d{4,9}/.exec(cause.message)?.[0] ?? cause.name;
}
