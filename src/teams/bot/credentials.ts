import { createRequire } from 'node:module';
import type { TokenCredential } from '@azure/identity';
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { AirlockError } from '../../shared/errors.ts';

/** Which app the bot is. In the demo it is none, and the bot listens to this machine only. */
export type BotIdentity = { readonly demo: true } | AppIdentity;

interface AppIdentity {
  readonly demo?: false;
  /** The app registration's client id. */
  readonly appId: string;
  /** The Entra tenant of the app registration. */
  readonly tenantId: string;
  /** Multi-tenant bots cannot be created any more and are not supported (docs/facts/teams.md#bot-registration). */
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  /** One of the two for SingleTenant: a client secret, or the path of a PEM file with certificate and private key. */
  readonly secret?: string;
  readonly certificatePath?: string;
  readonly cloud?: 'public' | 'us-government';
}

export type BotCredentials = NonNullable<ConstructorParameters<typeof TeamsAdapter>[1]>;

/**
 * Milliseconds for a new token, including the library's own retries. The lease of the delivery keeps running meanwhile.
 */
const PATIENCE = 10_000;

export type Signer = Awaited<ReturnType<BotCredentials['createCredentials']>>;

/**
 * Adds a token to each call to the Bot Connector; the credential caches and renews them. Without one the call fails as
 * `delivery-failed`: Entra's own 400 (an expired secret, say) must not be taken for Teams refusing the message for
 * good.
 * @param patience milliseconds to wait for a token; a late answer counts as none
 */
export function tokenSigner(credential: TokenCredential, scope: string, patience = PATIENCE): Signer {
  return {
    async signRequest(request) {
      const abortSignal = AbortSignal.timeout(patience);
      const given = credential.getToken(scope, { abortSignal }).catch(() => null);
      const token = await Promise.race([given, aborted(abortSignal)]);
      if (!token)
        throw new AirlockError('delivery-failed', 'Entra gave the bot no token; the message is sent again later.');
      request.headers.set('authorization', `Bearer ${token.token}`);
      return request;
    },
  };
}

/** Needed because not every credential obeys an abort signal. */
function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** How the bot authenticates to the Bot Connector: with tokens from Entra; in the demo not at all. */
export function botCredentials(identity: BotIdentity): BotCredentials {
  if (identity.demo) return DEMO;
  const appId = identity.appId.toLowerCase();
  if (!appId) throw new AirlockError('config-invalid', 'The bot has no app id, so it cannot verify its callers.');
  const credential = tokenCredential(identity);
  const signers = new Map<string, Signer>();
  return {
    isValidAppId: async (id) => id.toLowerCase() === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async (_appId, audience = 'https://api.botframework.com') => {
      const signer = signers.get(audience) ?? tokenSigner(credential, `${audience}/.default`);
      signers.set(audience, signer);
      return signer;
    },
  };
}

const DEMO: BotCredentials = {
  isValidAppId: async () => true,
  isAuthenticationDisabled: async () => true,
  createCredentials: async () => ({ signRequest: async (request) => request }),
};

/** The very module that the SDK has loaded, which is CommonJS: to import it would load it a second time. */
function azureIdentity(): typeof import('@azure/identity') {
  return createRequire(import.meta.url)('@azure/identity');
}

/**
 * Named credentials only: the default chain of @azure/identity would take whatever AZURE_* variables it finds
 * (docs/facts/teams.md#credentials).
 */
function tokenCredential(identity: AppIdentity): TokenCredential {
  const { appId, tenantId, secret, certificatePath } = identity;
  const gov = identity.cloud === 'us-government';
  const { AzureAuthorityHosts, ClientCertificateCredential, ClientSecretCredential, ManagedIdentityCredential } =
    azureIdentity();
  const options = gov ? { authorityHost: AzureAuthorityHosts.AzureGovernment } : {};
  if (identity.appType === 'UserAssignedMSI') return new ManagedIdentityCredential({ clientId: appId });
  if (certificatePath) return new ClientCertificateCredential(tenantId, appId, certificatePath, options);
  if (secret) return new ClientSecretCredential(tenantId, appId, secret, options);
  throw new AirlockError('config-invalid', 'A single-tenant bot needs a client secret or a certificate.');
}
