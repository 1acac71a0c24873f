import { answerMessage, askedCopy } from '../../../requests/messages/outbox-messages.ts';
import type { Request } from '../../../requests/record/request.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Turn } from '../../bot/turn.ts';
import { ownCopy } from '../reply.ts';

/** Why a decision was not taken from what was typed. */
interface WhyNot {
  /** By which refusals are counted. */
  readonly code: string;
  readonly text: string;
}

/**
 * Nothing was decided; posts that person's card where they wrote, to look at and to press. Their own card says why
 * itself; the one that everybody sees is refreshed at once, so a notice of its own says it. Whoever is let in is
 * remembered with where they wrote: somebody's first words there are answered, too.
 */
export async function offerCard(turn: Turn, request: Request, why: WhyNot): Promise<void> {
  const { services, sender, key } = turn;
  await turn.admit();
  const conversation = sender.conversation.key;
  const owner = await ownCopy(turn, request);
  const to = { tenantId: services.tenantId, conversation, now: services.clock.now() };
  const data = {
    tone: 'warning',
    title: t`Look at #${request.number} first`,
    text: why.text,
    suggestions: [`show ${request.number}`],
  } as const;
  services.meter.count('refusals', { code: why.code });
  const copy = askedCopy(services, request, { asked: key, conversation, owner, ...(owner && { notice: why.text }) });
  const said = owner ? [] : [answerMessage(to, `${key}:answer`, { view: 'notice', data })];
  await services.store.send({ ...copy, messages: [...said, ...copy.messages], tasks: [] });
}
