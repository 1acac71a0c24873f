import { type Check, failure, ok, type ServiceContext } from '../context.ts';
import { tokenClaims } from '../token-claims.ts';

export const bot: Check<ServiceContext> = {
  id: 'bot',
  title: 'Bot',
  async run({ token, config }) {
    const claims = tokenClaims(await token('bot'));
    if (claims?.appId && claims.appId !== config.bot.appId) {
      const why = 'Teams would take its messages for those of another bot.';
      return [
        failure(
          'the token is one of another app',
          why,
          'Give BOT_APP_ID and its secret, certificate or identity of one app.',
        ),
      ];
    }
    return [ok(`signs in as ${config.bot.appId} (${config.bot.appType})`)];
  },
};
