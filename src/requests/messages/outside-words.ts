import { isStanding, type Outside, type OutsideItem } from '../record/outside.ts';
import type { Request } from '../record/request.ts';
import type { Answer, OutsideLine } from './answers.ts';
import { shortWords } from './state-catalogue/status-of.ts';

/**
 * The card of what was changed outside Airlock.
 * @param asked the requests that ask to revert it, by their ids
 */
export function outsideAnswer(
  outside: Outside,
  asked: ReadonlyMap<string, Request>,
): Extract<Answer, { view: 'outside' }> {
  const { id, number, items, more, adopted } = outside;
  return {
    view: 'outside',
    data: {
      id,
      number,
      lines: items.map((item) => lineOf(item, asked.get(item.asked?.requestId ?? ''))),
      more,
      adopted: adopted && { by: adopted.by.name, at: adopted.at },
    },
  };
}

function lineOf(item: OutsideItem, request: Request | undefined): OutsideLine {
  const { what, by, name, at, source, readAt, note, revert } = item;
  return {
    what,
    who: name ?? by,
    principalName: by,
    at,
    source,
    readAt,
    note: [...(note === null ? [] : [note]), ...undoneWords(item)].join(' '),
    asked: askedWords(item, request),
    mayRevert: revert !== null && item.reverted === undefined && isStanding(item),
    ...(item.reverted !== undefined && { isReverted: true as const }),
  };
}

/** Nobody can tell when, or how often in between. */
function undoneWords({ undone, takesBack }: OutsideItem): readonly string[] {
  if (takesBack !== undefined) return [`It is as it was before change ${takesBack}: nothing is left of either.`];
  if (undone === undefined) return [];
  return [`A later look read it as before (${new Date(undone).toISOString().slice(0, 16).replace('T', ' ')} UTC).`];
}

/** A draft is seen by nobody but whoever makes it, so it has no number yet. */
export function askedWords(
  { asked, reverted }: Pick<OutsideItem, 'asked' | 'reverted'>,
  request: Request | undefined,
): string {
  if (!asked) return '';
  if (reverted !== undefined) return `Reverted by #${reverted}, which ${asked.by.name} asked for.`;
  const { name } = asked.by;
  if (!request || request.submittedAt === null) {
    return request?.state === 'discarded'
      ? `${name} asked to revert it, and discarded the draft.`
      : `${name} is asking to revert it.`;
  }
  return `${name} asked to revert it: #${request.number}, ${shortWords(request.state).toLowerCase()}.`;
}

/** What is told of a change outside Airlock that nobody adopted, where what it set is not known otherwise. */
export function notAdopted(number: number, item: OutsideItem): string {
  const what = `Changed outside Airlock (no. ${number}): ${outsideSentences([item])}`;
  return `${what} Nobody has adopted it; once somebody does, it counts as known.`;
}

/** The same in sentences, for the record and for a notification. */
export function outsideSentences(items: readonly OutsideItem[]): string {
  return items
    .map((item) => {
      const { what, by, name, at, note } = item;
      const who =
        by === null
          ? 'Who did it is not known'
          : `Microsoft's audit log names ${name === null ? by : `${name} (${by})`}`;
      const when = at === null ? '' : `, at ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
      const notes = [...(note === null ? [] : [note]), ...undoneWords(item)];
      return [`${what}. ${who}${when}.`, ...notes].join(' ');
    })
    .join(' ');
}
