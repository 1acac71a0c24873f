import { answerContent, inLanguageOf } from '../../requests/messages/outbox-messages.ts';
import type { OutboxContent, OutboxMessage } from '../../requests/ports/outbox.ts';
import type { Services } from '../../requests/ports/services.ts';
import { msg, say } from '../../shared/language/worded.ts';

/**
 * The bot says only what the service wrote: words that somebody put into the database, or changed there, are not shown.
 * What Teams shows of the message stays; where it shows nothing yet, a sentence says so to whoever waits.
 */
export async function sayNothing(services: Services, message: OutboxMessage): Promise<void> {
  const { store, clock, log, meter } = services;
  const { id, key, conversation, activityId, wantedRev: rev, content } = message;
  log.error(
    { messageId: id, key, conversation },
    'message not shown: nothing shows that its words are the service’s own',
  );
  meter.count('recordFaults', { kind: 'mismatch' });
  if (content.kind === 'answer' && activityId !== null)
    return store.messageShown(message, { activityId, rev, at: clock.now() });
  const without = await inLanguageOf(services, conversation, () => withoutWords(content));
  await store.send({ messages: [], tasks: [], replacements: [{ key, content: without }] });
  await store.postponeMessage(message, clock.now());
}

function withoutWords(content: OutboxContent): OutboxContent {
  if (content.kind !== 'request')
    return answerContent({
      view: 'notice',
      data: { ...NOT_SHOWN, title: say(NOT_SHOWN.title), text: say(NOT_SHOWN.text) },
    });
  const { notice: _notice, ...card } = content;
  return card;
}

const NOT_SHOWN = {
  tone: 'attention',
  title: msg`Not shown`,
  text: msg`What stood here was written by an earlier version of Airlock, or changed in the database, so it is not shown. Ask again; if this comes more than once, tell whoever operates Airlock.`,
  suggestions: ['requests', 'help'],
} as const;
