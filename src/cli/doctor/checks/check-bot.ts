import { z } from 'zod';
import { failure, ok } from '../../../shared/finding.ts';
import { tokenClaims } from '../../../shared/http/token-claims.ts';
import type { Check, ServiceContext } from '../context.ts';

export const bot: Check<ServiceContext> = {
  id: 'bot',
  title: 'Bot',
  async run({ token, config }) {
    const claims = tokenClaims(await token('bot'));
    if (claims?.appId && claims.appId !== config.bot.appId) {
      const why = 'Teams would treat its messages as those of another bot.';
      return [
        failure(
          'the token is for another app',
          why,
          'Set BOT_APP_ID and its secret, certificate or identity to those of one app.',
        ),
      ];
    }
    return [ok(`signs in as ${config.bot.appId} (${config.bot.appType})`)];
  },
};

const shape = z.object({ bots: z.array(z.object({ botId: z.string() })).min(1) });

/** The placeholder in the manifest until the package is made. */
const PLACEHOLDER = `$\{{BOT_APP_ID}}`;

export const appPackage: Check<ServiceContext> = {
  id: 'app-package',
  title: 'App package',
  async run({ manifest, config }) {
    const read = shape.safeParse(await manifest());
    const why = 'Teams finds the bot through the app package.';
    const mend = 'Restore appPackage/manifest.json from the release that is installed.';
    if (!read.success) return [failure('appPackage/manifest.json is missing or names no bot', why, mend)];
    const ids = read.data.bots.map(({ botId }) => botId);
    const other = ids.find((id) => id !== PLACEHOLDER && id.toLowerCase() !== config.bot.appId);
    if (other !== undefined)
      return [
        failure(
          `the manifest names the bot ${other}, not BOT_APP_ID`,
          why,
          `Put ${PLACEHOLDER} or the value of BOT_APP_ID there, and upload the package again.`,
        ),
      ];
    return [ok('the manifest is for this bot')];
  },
};
