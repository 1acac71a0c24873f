import type { TokenCredential } from '@azure/identity';
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { AirlockError } from '../errors.ts';

export type BotCredentials = NonNullable<ConstructorParameters<typeof TeamsAdapter>[1]>;

export type Signer = Awaited<ReturnType<BotCredentials['createCredentials']>>;

/**
 * Puts a token on each call to the Bot Connector; the credential keeps and renews them. Without one the call fails as `delivery-failed`:
 * Entra's own 400 (an expired secret, say) must not be taken for Teams refusing the message for good.
 */
export function tokenSigner(credential: TokenCredential, scope: string): Signer {
  return {
    async signRequest(request) {
      const token = await credential.getToken(scope).catch(() => null);
      if (!token)
        throw new AirlockError('delivery-failed', 'Entra gave the bot no token; the message is sent again later.');
      request.headers.set('authorization', `Bearer ${token.token}`);
      return request;
    },
  };
}
