import { kindOf } from '../../changes/registry/kind-of.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import type { Announced, Decider } from '../record/announcement.ts';
import type { Request } from '../record/request.ts';
import type { NoticeData } from './answers.ts';

/** One line of who was told of a request. */
interface TellingLine {
  readonly label: string;
  readonly names: readonly string[];
  /** Milliseconds since 1970: when the first of them was told, or as of when it is known; null for a line of now. */
  readonly at: number | null;
}

/** How many names a line holds. */
const NAMED = 4;

/** Who was told of a pending request and when, who was not and why, and whose approval would not count. */
export function tellingLines({ deciders, more, ...announced }: Announced): readonly TellingLine[] {
  const tellable = deciders.filter(({ standing }) => standing !== 'cannot');
  const told = tellable.flatMap((one) => {
    const at = toldAt(announced, one);
    const closed = ownChatFault(announced, one);
    return at === null
      ? []
      : [{ name: closed === null ? withRole(one) : t`${withRole(one)} (own chat: ${closed})`, at }];
  });
  const called = told.filter(({ at }) => at >= announced.at);
  const shown = told.flatMap(({ name, at }) => (at < announced.at ? [name] : []));
  const calls = shown.length > 0 && !announced.reminders ? [t`none of them was called: “Remind” calls them`] : [];
  const untold = tellable.flatMap((one) => {
    const why = toldAt(announced, one) === null ? whyNot(announced, one) : null;
    return why === null ? [] : [`${withRole(one)}: ${why}`];
  });
  const cannot = deciders.flatMap(({ standing, name, why }) => (standing === 'cannot' ? [`${name}: ${say(why)}`] : []));
  const rest = more > 0 ? [t`${more} more hold the role`] : [];
  return [
    line(
      t`Told`,
      [...called.map(({ name }) => name), ...rest],
      called.length ? Math.min(...called.map(({ at }) => at)) : null,
    ),
    shownLine(shown, calls, announced.at),
    line(t`Not told`, untold, null),
    line(t`Cannot count`, cannot, announced.at),
  ].filter(({ names }) => names.length > 0);
}

function line(label: string, names: readonly string[], at: number | null): TellingLine {
  const rest = names.length - NAMED;
  return { label, names: rest > 0 ? [...names.slice(0, NAMED), t`and ${rest} more`] : names, at };
}

/** Those whose card of a request before shows this one: a card that changes in place rings nobody's phone. */
function shownLine(shown: readonly string[], calls: readonly string[], at: number): TellingLine {
  const { names, ...rest } = line(t`Shown on cards they had`, shown, at);
  return { ...rest, names: [...names, ...calls] };
}

function withRole({ name, standing }: Decider): string {
  return standing === 'eligible' ? t`${name} (activate the role first)` : name;
}

type Tellings = Pick<Announced, 'tellings' | 'at'>;

/** When somebody was sent what shows the request; before it was announced where that had shown another one. */
function toldAt({ tellings, at }: Tellings, { keys }: Decider): number | null {
  const times = tellings.flatMap(({ key, sentAt }) => (sentAt !== null && keys.includes(key) ? [sentAt] : []));
  const since = times.filter((time) => time >= at);
  if (since.length > 0) return Math.min(...since);
  return times.length === 0 ? null : Math.max(...times);
}

/** Why the own chat of somebody who was mentioned elsewhere takes nothing, where that lasts; null where it does. */
function ownChatFault({ tellings }: Tellings, { keys }: Decider): string | null {
  const [own] = keys.length > 1 ? tellings.filter(({ key }) => key === keys[0]) : [];
  return own && own.sentAt === null && own.why !== null && LASTS.test(own.why) ? faultWords(own.why) : null;
}

/** Null where a message is on its way. */
function whyNot({ tellings }: Tellings, { keys, why }: Decider): string | null {
  if (keys.length === 0) return say(why);
  const faults = tellings.flatMap((one) => (one.why !== null && keys.includes(one.key) ? [one.why] : []));
  return faults.length < keys.length ? null : faultWords(faults[0] ?? '');
}

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/BotNotInConversationRoster|^not known/, msg`Airlock is not installed there`],
  [/MessageWritesBlocked/, msg`has blocked or removed Airlock`],
  [/^404|^410|ConversationNotFound/, msg`the chat is gone`],
  [/^403/, msg`Teams lets Airlock not write there`],
  [/^(5|429|no answer)/, msg`Teams does not answer; it is tried again`],
];

/** What Teams or Airlock calls a fault; other words do not come from either. */
const CODE = /^[\w-]{1,40}( [\w-]{1,40})?$/u;

/** Why Teams does not take a message, in words that fit behind a name. */
export function faultWords(why: string): string {
  const known = FAULTS.find(([pattern]) => pattern.test(why))?.[1];
  if (known !== undefined) return say(known);
  return CODE.test(why) ? t`Teams does not take it (${why})` : t`Teams does not take it`;
}

/** The key of what whoever asked is told of that, once. */
export function unreachedKey({ id }: Pick<Request, 'id'>): string {
  return `${id}:unreached`;
}

/** Faults that last, of a place or of a message. */
const LASTS = /^(4(?!29)|not known|delivery-gone)/;

/**
 * What whoever asked has to know: that nobody can decide on it, or that nobody could be told. Null where somebody was
 * told, or a message is on its way.
 */
export function unreachedNotice(request: Request, announced: Announced): NoticeData | null {
  const { deciders, tellings, more } = announced;
  const title = kindOf(request.change).title(request.change);
  const able = deciders.filter(({ standing }) => standing !== 'cannot');
  const listed = tellingLines(announced).flatMap(({ label, names }) => (label === t`Told` ? [] : names));
  if (able.length === 0 && more === 0) {
    const text =
      listed.length > 0
        ? t`${title}. Nobody’s approval of it would count now: ${listed.join('; ')}. Ask whoever operates Airlock.`
        : t`${title}. Nobody else holds a role that may approve it, or could activate one. Ask whoever operates Airlock.`;
    return {
      tone: 'warning',
      title: t`Nobody can decide on #${request.number}`,
      text,
    };
  }
  const isOpen = (key: string) => {
    const telling = tellings.find((one) => one.key === key);
    return !telling || telling.sentAt !== null || telling.why === null || !LASTS.test(telling.why);
  };
  if (able.some(({ keys }) => keys.some(isOpen))) return null;
  return {
    tone: 'warning',
    title: t`Nobody could be told of #${request.number}`,
    text: t`${title}. ${listed.join('; ')}. Tell them yourself: they write "show ${request.number}" to Airlock. It goes on trying.`,
  };
}

/** Fewer people could approve a request than it needs: how many approvals, how many people, and their accounts. */
export interface TooFew {
  readonly needed: number;
  readonly persons: number;
  readonly names: readonly string[];
}

/** The key of what whoever asked is told of that, once. */
export function tooFewKey({ id }: Pick<Request, 'id'>): string {
  return `${id}:too-few`;
}

/** What whoever asked has to know then; whose approval would not count stands on the card. */
export function tooFewNotice(request: Request, { needed, persons, names }: TooFew): NoticeData {
  const title = kindOf(request.change).title(request.change);
  return {
    tone: 'warning',
    title: t`Too few can decide on #${request.number}`,
    text:
      persons === names.length
        ? t`${title}. It needs ${needed} approvals, and only these would count now: ${names.join('; ')}. Ask whoever operates Airlock.`
        : t`${title}. It needs ${needed} approvals of different people, and these are not known to be so many: ${names.join('; ')}. Ask whoever operates Airlock.`,
  };
}
