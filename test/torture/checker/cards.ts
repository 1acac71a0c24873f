import { fits, headingOf } from './card-text.ts';
import type { History, Shown, Violation } from './history.ts';
import { recordedRequests } from './requests.ts';

/** Every card shows its request as the record has it at the end. */
export function checkCards(history: History): readonly Violation[] {
  const states = new Map(recordedRequests(history.record).map(({ number, state }) => [number, state]));
  return history.messages.flatMap((message) => {
    const heading = headingOf(message.text ?? '');
    if (heading === null) return [];
    const state = states.get(heading.number);
    // A draft has no number in the record: who pressed what on it is all that counts.
    if (state === undefined && fits(heading.says, 'draft')) return [];
    if (state !== undefined && fits(heading.says, state)) return [];
    return [{ rule: 'stale card', what: `#${heading.number} in ${place(message)} says "${heading.says}": ${state}` }];
  });
}

/** No message stands twice, but for as many as the bot itself counted as sent once more. */
export function checkSeconds({ messages, unsure }: History): readonly Violation[] {
  const seconds = secondsIn(messages);
  if (seconds.length <= unsure) return [];
  const what = `${seconds.length} messages stand twice, ${unsure} were counted: ${seconds.slice(0, 5).map(place).join('; ')}`;
  return [{ rule: 'second message', what }];
}

/** Messages that stand beside another which is the same one. */
export function secondsIn(messages: readonly Shown[]): readonly Shown[] {
  const first = new Map<string, string>();
  const seconds = new Map<string, Shown>();
  for (const message of messages) {
    const same = sameness(message);
    if (same === null) continue;
    const id = first.get(same) ?? message.id;
    first.set(same, id);
    if (id !== message.id) seconds.set(message.id, message);
  }
  return [...seconds.values()];
}

/** What two messages have in common that are one message, sent twice; null for one that may be said again. */
function sameness({ conversation, thread, marker, text }: Shown): string | null {
  const at = `${conversation} ${thread}`;
  if (marker !== null) return `${at} card ${marker}`;
  const told = /^#\d+ (?:is|was|has|ended|expired|failed)\b.*$/m.exec(text ?? '');
  return told && headingOf(text ?? '') === null ? `${at} notice ${text}` : null;
}

function place({ id, conversation, thread, text }: Shown): string {
  const first = (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 2)
    .join(' ');
  return `message ${id} of ${conversation}${thread === null ? '' : `, thread ${thread}`} (${first})`;
}
