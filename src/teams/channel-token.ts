import { z } from 'zod';

const claims = z.object({ iss: z.string() });

/**
 * Whether a token claims to come from the channel service, which the SDK then proves. Beside such tokens the SDK takes those that Entra issues to
 * any app that holds the bot's own secret, checks neither channel nor service URL for them, and believes every word of what comes with them
 * (facts/teams.md 3.1): here, they are nobody's.
 */
export function isChannelToken(authorization: string, issuer: string): boolean {
  const payload = /^Bearer [^.\s]+\.([^.\s]+)\.[^.\s]+$/.exec(authorization)?.[1];
  if (payload === undefined) return false;
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).iss === issuer;
  } catch {
    return false;
  }
}
