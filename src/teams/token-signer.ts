import type { TokenCredential } from '@azure/identity';
import type { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { AirlockError } from '../errors.ts';

export type BotCredentials = NonNullable<ConstructorParameters<typeof TeamsAdapter>[1]>;

/** Milliseconds for a new token, the library's own retries included: a delivery's lease goes on meanwhile. */
const PATIENCE = 10_000;

export type Signer = Awaited<ReturnType<BotCredentials['createCredentials']>>;

/**
 * Puts a token on each call to the Bot Connector; the credential keeps and renews them. Without one the call fails as `delivery-failed`:
 * Entra's own 400 (an expired secret, say) must not be taken for Teams refusing the message for good.
 * @param patience milliseconds for a token; no answer in time is none
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

/** Not every credential heeds a signal. */
function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
