import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { AirlockError } from '../../errors.ts';
import type { GetToken } from './get-token.ts';

/** How Airlock signs in to Graph and Defender; always one named kind, never whatever the environment happens to hold (facts/teams.md 3.2). */
export type Credential =
  | { readonly kind: 'managed-identity'; readonly clientId: string }
  | {
      readonly kind: 'certificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificatePath: string;
    }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: string };

/** Milliseconds for a new token, the library's own retries included: somebody may wait for it in a turn. */
const PATIENCE = 10_000;

/**
 * Tokens from Entra ID; the library caches and renews them. What went wrong is told by Entra's own number (details.reason,
 * `AADSTS7000215`): its sentences name tenants and apps.
 * @param authorityHost `https://login.microsoftonline.com`, or that of another cloud
 */
export function azureIdentityToken(credential: Credential, scope: string, authorityHost: string): GetToken {
  const source = credentialOf(credential, authorityHost);
  return async () => {
    try {
      const token = await source.getToken(scope, { abortSignal: AbortSignal.timeout(PATIENCE) });
      if (token) return token.token;
    } catch (cause) {
      throw new AirlockError('directory-unavailable', 'Airlock could not sign in to Entra ID.', {
        details: { credential: credential.kind, reason: reasonOf(cause) },
      });
    }
    throw new AirlockError('directory-unavailable', 'Entra ID gave no token.', {
      details: { credential: credential.kind },
    });
  };
}

function credentialOf(credential: Credential, authorityHost: string): TokenCredential {
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
