import {
  AzureAuthorityHosts,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import { AirlockError } from '../errors.ts';
import type { AppIdentity, BotIdentity } from './bot-identity.ts';
import { type BotCredentials, type Signer, tokenSigner } from './token-signer.ts';

/** How the bot proves itself to the Bot Connector: tokens from Entra, or nothing at all in the demo. */
export function botCredentials(identity: BotIdentity): BotCredentials {
  if (identity.demo) return DEMO;
  const appId = identity.appId.toLowerCase();
  if (!appId) throw new AirlockError('config-invalid', 'The bot has no app id, so it cannot tell who calls it.');
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

/** Named credentials only: the default chain of @azure/identity would take whatever AZURE_* variables it finds (facts/teams.md 3.2). */
function tokenCredential(identity: AppIdentity): TokenCredential {
  const { appId, tenantId, secret, certificatePath } = identity;
  const gov = identity.cloud === 'us-government';
  const options = gov ? { authorityHost: AzureAuthorityHosts.AzureGovernment } : {};
  if (identity.appType === 'UserAssignedMSI') return new ManagedIdentityCredential({ clientId: appId });
  if (certificatePath) return new ClientCertificateCredential(tenantId, appId, certificatePath, options);
  if (secret) return new ClientSecretCredential(tenantId, appId, secret, options);
  throw new AirlockError('config-invalid', 'A single-tenant bot needs a client secret or a certificate.');
}
