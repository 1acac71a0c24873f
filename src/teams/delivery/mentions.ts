import type { Mention } from '../../requests/ports/outbox.ts';
import type { Json } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import type { AdaptiveCard } from '../cards/parts/render.ts';
import { shownName } from '../cards/parts/shown-text.ts';

/**
 * What a TextBlock takes for markdown or markup, and the marks around right-to-left names. Round brackets are a link
 * behind square ones alone, and those are taken away.
 */
const MARKUP = /[<>&*_[\]~`#|\\{}\u2068\u2069]/gu;

/**
 * A card that mentions people, so that Teams notifies them: `<at>` in a TextBlock, and for each an entity with
 * exactly that text (docs/facts/teams.md#mentions). Of two people of one name, the second gets a number.
 * Those whom a large card has no room for are counted.
 * @param asNames true where Teams did not take the mentions: then the names stand there alone
 */
export function mentioning(card: AdaptiveCard, mentions: readonly Mention[], asNames: boolean): AdaptiveCard {
  const all = numbered(mentions);
  for (let count = all.length; count > 0; count -= 1) {
    const whole = withNames(card, all.slice(0, count), all.length - count, asNames);
    if (Buffer.byteLength(JSON.stringify(whole)) <= MOST_BYTES) return whole;
  }
  return card;
}

/** Bytes of a card with its mentions, so that the message around it stays below 28 KB. */
const MOST_BYTES = 26_500;

function withNames(card: AdaptiveCard, named: readonly Mention[], more: number, asNames: boolean): AdaptiveCard {
  const names = named.map(({ name }) => (asNames ? name : `<at>${name}</at>`));
  const texts = more > 0 ? [...names, t`${more} more`] : names;
  const block = { type: 'TextBlock', text: texts.join(', '), wrap: true, spacing: 'medium' };
  const [head = null, ...rest] = card.body as readonly Json[];
  const body: readonly Json[] = [head, block, ...rest];
  if (asNames) return { ...card, body };
  const entities = named.map(({ id, name }) => ({
    type: 'mention',
    text: `<at>${name}</at>`,
    mentioned: { id, name },
  }));
  return { ...card, body, msteams: { entities } };
}

function numbered(mentions: readonly Mention[]): readonly Mention[] {
  const seen = new Map<string, number>();
  return mentions.flatMap(({ id, name: raw }) => {
    const name = shownName(raw).replace(MARKUP, '').replace(/\s+/gu, ' ').trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return name === '' ? [] : [{ id, name: times === 1 ? name : `${name} ${times}` }];
  });
}
