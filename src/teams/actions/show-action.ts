import { requestLine } from '../../requests/messages/answers.ts';
import { devicesPage } from '../../requests/notifying/affected-devices.ts';
import type { NewPost } from '../../requests/ports/outbox.ts';
import { viewerRole } from '../../requests/rules/eligibility.ts';
import { loadRequest } from '../../requests/rules/load.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardAction } from './parse-action.ts';
import { numberedRequest, tell } from './reply.ts';

/** Posts one more copy of a request's card where it is asked for; it is kept current like every other. */
export async function showRequest(turn: Turn, { number }: CommandOf<'show'>): Promise<void> {
  const { parts, sender, key } = turn;
  const request = await numberedRequest(turn, number);
  const role = sender.place.kind === 'personal' ? await viewerRole(parts, request, sender.actor.oid) : 'reader';
  const own = role !== 'reader';
  const post: NewPost = {
    key: `${key}:card`,
    tenantId: parts.tenantId,
    conversation: sender.place.key,
    content: {
      kind: 'request',
      requestId: request.id,
      audience: own ? role : 'shared',
      viewer: own ? sender.actor.oid : null,
    },
    dueAt: parts.clock.now(),
  };
  await parts.store.send({ posts: [post], tasks: [] });
}

/** A look at a page of the devices, which changes nothing. */
export const devices: CardAction = async ({ parts }, { requestId, page }) => ({
  devices: await devicesPage(parts, await loadRequest(parts, requestId), page),
});

/** A look, which changes nothing; also what a card's automatic refresh asks for. */
export const view: CardAction = async ({ parts }, { requestId }) => ({ request: await loadRequest(parts, requestId) });

/** How many requests a list shows. */
const SHOWN = 10;

export async function listRequests(turn: Turn, { open }: CommandOf<'requests'>): Promise<void> {
  const { store, tenantId } = turn.parts;
  const found = await store.requests(tenantId, { open, limit: SHOWN + 1 });
  const lines = found.slice(0, SHOWN).map(requestLine);
  await tell(turn, { view: 'requests', data: { lines, more: found.length > SHOWN } });
}

/** Answers with a page of the devices that a request would touch, or touched. */
export async function showDevices(turn: Turn, { number, page }: CommandOf<'devices'>): Promise<void> {
  const request = await numberedRequest(turn, number);
  await tell(turn, { view: 'devices', data: await devicesPage(turn.parts, request, page) });
}
