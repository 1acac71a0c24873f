import { z } from 'zod';
import type { Conversation } from '../../requests/ports/outbox.ts';
import type { LookAtPlace, PlaceDetails } from '../../requests/ports/places.ts';
import { jsonRequest } from '../../shared/http/json-request.ts';
import { parseServiceUrl } from '../bot/service-url.ts';
import { cleanText } from '../language/normalise.ts';
import type { MessengerOptions } from './create-messenger.ts';

const label = z.string().nullish().catch(null);
const channels = z.object({ conversations: z.array(z.object({ id: z.string(), name: label, type: label })) });
const teamDetails = z.object({ name: label });
const members = z.object({
  members: z.array(z.object({ tenantId: z.string() })).min(1),
  continuationToken: label,
});

/** Milliseconds for one question. */
const PATIENCE = 5_000;

/** Kinds of channel that only the people of one team can be in. */
const OWN: ReadonlySet<string> = new Set(['standard', 'private']);

/**
 * Asks the Bot Connector for a team and its channels, which have names and kinds, and for the members of a channel or
 * chat, which have tenants (docs/facts/teams.md#shared-channels). No activity names its channel reliably.
 */
export function createPlaceReader({ services, demo, connector }: MessengerOptions): LookAtPlace {
  async function ask(where: Conversation, path: string): Promise<unknown> {
    const serviceUrl = parseServiceUrl(where.serviceUrl, demo);
    if (!serviceUrl) return null;
    try {
      const headers = await signed(await connector(serviceUrl));
      const url = `${serviceUrl.replace(/\/$/, '')}/v3/${path}`;
      const { status, body } = await jsonRequest({ method: 'GET', url, headers, timeoutMs: PATIENCE });
      return status === 200 && body.kind === 'json' ? body.value : null;
    } catch {
      return null;
    }
  }

  return async (channel, team): Promise<PlaceDetails> => {
    const where = await services.store.conversation(channel);
    if (!where) return { name: null, isShared: null };
    const of = `teams/${encodeURIComponent(team ?? '')}`;
    const [listed, details] =
      team === null ? [null, null] : await Promise.all([ask(where, `${of}/conversations`), ask(where, of)]);
    const list = channels.safeParse(listed).data?.conversations;
    const found = list?.find(({ id }) => id === channel);
    // The first channel of a team has the team's id, and no name in the list.
    const name = cleanText(found?.name ?? '') || (found && channel === team ? 'General' : null);
    const teamName = cleanText(teamDetails.safeParse(details).data?.name ?? '') || null;
    const known = { name, teamName, isListed: list ? found !== undefined : null };
    if (found?.type && OWN.has(found.type.toLowerCase())) return { ...known, isShared: false };
    const answer = await ask(where, `conversations/${encodeURIComponent(channel)}/pagedmembers?pageSize=500`);
    return { ...known, isShared: isShared(members.safeParse(answer).data, services.tenantId) };
  };
}

function isShared(page: z.infer<typeof members> | undefined, tenantId: string): boolean | null {
  if (!page) return null;
  if (page.members.some((member) => member.tenantId.toLowerCase() !== tenantId.toLowerCase())) return true;
  return page.continuationToken ? null : false;
}

/** What the bot's credentials add to a call. The demo's add nothing. */
async function signed(client: Awaited<ReturnType<MessengerOptions['connector']>>): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  const bag = { set: (name: string, value: string) => void Object.assign(headers, { [name.toLowerCase()]: value }) };
  const { credentials } = client as unknown as { credentials: Credentials };
  await credentials.signRequest({ headers: bag });
  return headers;
}

interface Credentials {
  signRequest(request: { headers: { set(name: string, value: string): void } }): Promise<unknown>;
}
