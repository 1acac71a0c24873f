import { askedCopy } from '../../../requests/messages/outbox-messages.ts';
import { devicesPage } from '../../../requests/notifying/affected-devices.ts';
import { statusLease } from '../../../requests/notifying/tenant-status.ts';
import type { Request } from '../../../requests/record/request.ts';
import { viewerOf } from '../../../requests/rules/four-eyes.ts';
import { asTold, loadRequest } from '../../../requests/rules/load.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { offerCard } from '../decisions/offer-card.ts';
import type { CardActionHandler } from '../parse-action.ts';
import { enqueue, numberedRequest, ownCopy, reply } from '../reply.ts';
import { notExact } from './not-exact.ts';

/** Posts another copy of a request's card where it was asked for, kept current like every copy. */
export async function showRequest(turn: Turn, { number, undecided }: CommandOf<'show'>): Promise<void> {
  const { services, sender, key } = turn;
  const request = await numberedRequest(turn, number);
  if (undecided) return offerCard(turn, request, { code: 'not-exact', text: await undecidedWords(turn, request) });
  const to = { asked: key, conversation: sender.conversation.key, owner: await ownCopy(turn, request) };
  await services.store.send({ ...askedCopy(services, request, to), tasks: [] });
}

async function undecidedWords({ services, drawing, sender }: Turn, request: Request): Promise<string> {
  const { oid } = sender.actor;
  const { role } = await viewerOf({ ...services, directory: drawing }, request, oid);
  const hasApproved = request.approvals.some(({ by }) => by.oid === oid);
  return notExact(request, { role, hasApproved, typed: services.policy.typedDecisions });
}

/** Shows a page of the devices; changes nothing. */
export const devices: CardActionHandler = async ({ services, correlation }, { requestId, loaded, page, of }) => {
  const request = await asTold(services, loaded ?? (await loadRequest(services, requestId)), correlation);
  return { devices: await devicesPage(services, request, page, of) };
};

/** Shows the request; changes nothing. A card's automatic refresh uses it too. */
export const view: CardActionHandler = async ({ services }, { requestId, loaded }) => ({
  request: loaded ?? (await loadRequest(services, requestId)),
});

/** Answers with a page of the devices that a request would touch, or touched. */
export async function showDevices(turn: Turn, { number, page }: CommandOf<'devices'>): Promise<void> {
  const request = await asTold(turn.services, await numberedRequest(turn, number), turn.correlation);
  await reply(turn, { view: 'devices', data: await devicesPage(turn.services, request, page) });
}

/** Milliseconds after which a status that was never answered no longer keeps others from being asked for. */
const STATUS_WAIT = 30_000;

/** Asks for the status, unless one is on its way to this conversation already: that one answers this message, too. */
export async function showStatus(turn: Turn): Promise<void> {
  const { services, sender, correlation } = turn;
  const lease = statusLease(sender.conversation.key);
  if (await services.store.acquire(lease, correlation, services.clock.now(), STATUS_WAIT))
    await enqueue(turn, 'status', {});
}
