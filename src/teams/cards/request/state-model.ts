import type { Status } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { StatusTone } from '../../../requests/messages/state-catalogue/status-row.ts';
import { bareName, fullName, nameIn } from '../../../requests/record/actor-names.ts';
import type { Announced } from '../../../requests/record/announcement.ts';
import type { Request } from '../../../requests/record/request.ts';
import { t } from '../../../shared/language/worded.ts';
import { looksLike } from '../../../shared/name-keys.ts';
import { type ShownText, sanitise, shownPerson } from '../parts/shown-text.ts';
import type { BadgeStyle, RequestModel, TextColor } from './request-model.ts';

const BADGES: Readonly<Record<StatusTone, { readonly badgeStyle: BadgeStyle; readonly color: TextColor }>> = {
  quiet: { badgeStyle: 'Subtle', color: 'default' },
  info: { badgeStyle: 'Informative', color: 'accent' },
  good: { badgeStyle: 'Good', color: 'good' },
  warning: { badgeStyle: 'Warning', color: 'warning' },
  attention: { badgeStyle: 'Attention', color: 'attention' },
};

/** The longest heading that a badge holds on a phone, in characters. */
const MOST_ON_BADGE = 32;

type StateModel = Pick<
  RequestModel,
  'fallback' | 'badge' | 'badgeStyle' | 'signed' | 'signColor' | 'number' | 'headings'
>;

/** The state of a request: a badge of two or three words, and the whole of it where it says more. */
export function stateModel({ number }: Pick<Request, 'number'>, status: Status): StateModel {
  const { tone, sign, short, heading, named } = status;
  const { badgeStyle, color } = BADGES[tone];
  const whole = named ?? heading;
  const badge = named === null && heading.length <= MOST_ON_BADGE ? heading : short;
  return {
    fallback: t`Airlock request ${number}: ${heading}.`,
    badge,
    badgeStyle,
    signed: `${sign} ${badge}`,
    signColor: color,
    number: sanitise(`#${number}`),
    headings: whole === badge ? [] : [{ text: sanitise(`${sign} ${whole}`), color }],
  };
}

/**
 * Who wants it: "Alice Nguyen asks"; with the principal name where somebody who acted, or can decide, has a name that
 * looks the same.
 */
export function whoModel(request: Request, announced: Announced | null = null): ShownText {
  const { requester, state } = request;
  const { oid, name: own } = requester;
  const others = announced?.deciders ?? [];
  const isTwice = others.some((one) => one.oid !== oid && looksLike(bareName(one.name), own));
  const name = shownPerson(own, isTwice ? fullName(requester) : nameIn(request, requester));
  if (state === 'draft') return t`${name} is about to ask` as ShownText;
  // Sound: the name has been made safe.
  return (state === 'pending' ? t`${name} asks` : t`${name} asked`) as ShownText;
}
