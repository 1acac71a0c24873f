import type { Undelivered } from '../../../requests/ports/outbox.ts';
import { utc } from '../../../requests/rules/people/told-apart.ts';
import { type Finding, ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';

/** How many places are named. */
const NAMED = 5;

/** What Teams does not take, where, since when and why. */
export const delivery: Check<ServiceContext> = {
  id: 'delivery',
  title: 'Delivery',
  async run({ clock, config: { tenantId }, store }) {
    const state = await store.schema();
    if (state.kind === 'absent' || state.missing.length > 0 || state.newer.length > 0) return [NOTHING];
    const opened = await store.open();
    try {
      const { count, messages } = await opened.undelivered(tenantId, clock.now(), 100);
      if (count === 0) return [NOTHING];
      const places = messages.filter(isFirstOfItsPlace).slice(0, NAMED);
      const told = count === 1 ? '1 message is' : `${count} messages are`;
      return [
        warning(`${told} not delivered`, 'Somebody does not know what they should, or sees an old card.', MEND),
        ...places.map(placeFinding),
      ];
    } finally {
      await opened.close();
    }
  },
};

const NOTHING = ok('Teams has taken every message');

const MEND =
  'Add the app to those chats and teams again, or let their people write to it once: then all of it is sent. A fault of Teams ends by itself.';

function isFirstOfItsPlace({ conversation }: Undelivered, index: number, all: readonly Undelivered[]): boolean {
  return all.findIndex((one) => one.conversation === conversation) === index;
}

function placeFinding({ conversation, since, why, isGivenUp }: Undelivered): Finding {
  const tried = isGivenUp ? 'no longer tried' : 'tried again';
  return ok(`${conversation}: since ${utc(since)}, ${why}, ${tried}`);
}
