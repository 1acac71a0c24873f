import type { Product } from '../../../changes/tenant-snapshot.ts';
import type { StatusData, Tone } from '../../../requests/messages/answers.ts';
import { notTold } from '../../../requests/messages/untrue-words.ts';
import type { Activity, Count } from '../../../requests/ports/defender-activity.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type KnownModel, knownModel } from '../parts/known-source.ts';
import {
  type CardTone,
  type Detail,
  detail,
  LENGTHS,
  moment,
  type Section,
  type Sentence,
  type ShownText,
  sanitise,
  type Toned,
} from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';
import { type LineModel, lineModel, NONE_HERE, unreadableWords } from './requests-card.ts';
import {
  type FormButtons,
  formButtons,
  type GroupLines,
  groupLines,
  groupless,
  groupsTitle,
  howToSee,
  isFolded,
  shortGroups,
  unreadHalf,
} from './status-groups.ts';

/** What Defender is working on, as cards/status.json binds it. */
interface ActivityModel {
  readonly lines: readonly Sentence[];
  /** Why something could not be read, and what to do. */
  readonly unread: readonly Sentence[];
  readonly when: string;
}

/** Counts in words; what is waiting for people comes first. */
function activityModel(activity: Activity | undefined): Section<ActivityModel> {
  if (activity === undefined) return [];
  const parts = [overdueLine, investigationsLine, actionsLine, exposureLine].map((lineOf) => lineOf(activity));
  const whys = [activity.overdue, activity.investigations, activity.actions, activity.exposure].flatMap((seen) =>
    'why' in seen ? [seen.why] : [],
  );
  return [
    {
      lines: parts.filter((text) => text !== null).map((text) => ({ text: sanitise(text) })),
      unread: [...new Set(whys)].map((why) => ({ text: sanitise(t`Not read: ${why}`, LENGTHS.message) })),
      when: t`Read ${moment(activity.readAt)}`,
    },
  ];
}

function overdueLine({ overdue }: Activity): string | null {
  if ('why' in overdue) return null;
  const { all, more, leftOut } = overdue.value;
  const rest = unreadOf(overdue.value);
  if (all === 0 && (more || leftOut)) return rest.trim() || null;
  if (all === 0) return t`No alert has waited for an approval in Defender for more than a day.`;
  const waited =
    all === 1 && !more
      ? t`1 alert has waited for an approval in Defender for more than a day.`
      : t`${number(overdue.value)} alerts have waited for an approval in Defender for more than a day.`;
  return `${waited}${rest}`;
}

function investigationsLine({ investigations }: Activity): string | null {
  if ('why' in investigations) return null;
  const { running, waiting } = investigations.value;
  return line(t`Automated investigations, 7 days`, investigations.value, [
    [running, t`${running} running`],
    [waiting, t`${waiting} waiting for approval`],
  ]);
}

function actionsLine({ actions }: Activity): string | null {
  if ('why' in actions) return null;
  const { open, failed } = actions.value;
  return line(t`Response actions on devices, 7 days`, actions.value, [
    [open, t`${open} open`],
    [failed, t`${failed} failed`],
  ]);
}

/** The scores themselves stand beside their groups. */
function exposureLine({ exposureLack: lack }: Activity): string | null {
  if (!lack) return null;
  return [
    t`Exposure scores are not shown of every device group.`,
    ...(lack.leftOut > 0 ? [t`${lack.leftOut} could not be read.`] : []),
    ...(lack.more ? [t`There may be more.`] : []),
  ].join(' ');
}

function line(label: string, count: Count, parts: readonly (readonly [number, string])[]): string {
  const named = parts.filter(([of]) => of > 0).map(([, what]) => what);
  const isNone = count.all === 0 && !count.more && !count.leftOut;
  const all = isNone ? t`none` : number(count);
  const text = named.length > 0 ? t`${label}: ${all}, of them ${named.join(', ')}.` : `${label}: ${all}.`;
  return `${text}${unreadOf(count)}`;
}

/** Says "or more" where not all were counted. */
function number({ all, more }: Count): string {
  return more ? t`${all} or more` : String(all);
}

function unreadOf({ leftOut }: Count): string {
  return leftOut ? ` ${t`${leftOut} more could not be read, or do not say how they stand.`}` : '';
}

/** As many as leave room for switches and groups on a phone. */
const MOST_OPEN = 3;

/** Older than this, a reading says its age in words too. */
const FRESH = 60_000;

const PRODUCTS: Readonly<Record<Product, string>> = {
  plan2: msg`Defender for Endpoint Plan 2`,
  plan1: msg`Defender for Endpoint Plan 1`,
  business: msg`Defender for Business`,
  unknown: msg`Not known`,
};

/** Descriptions for answers from an earlier version, which stored the connector's name. */
const CONNECTORS: Readonly<Record<string, string>> = {
  portal: msg`The portal API: approved changes are written by Airlock`,
  guided: msg`Guided: an operator applies approved changes by hand`,
};

const NO_CHANNEL = msg`The conversation where a request is made, and approvers' own chats`;

/** What cards/status.json binds. */
export interface StatusModel extends GroupLines {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  /** What matters most, and the last change. */
  readonly firsts: readonly First[];
  readonly details: readonly Detail[];
  readonly features: readonly {
    readonly title: ShownText;
    /** Beside its name, or below it where a button stands beside. */
    readonly beside: Section<{ readonly state: ShownText }>;
    readonly below: Section<{ readonly state: ShownText }>;
    readonly knowns: Section<KnownModel>;
    readonly hints: readonly Sentence[];
    readonly forms: Section<FormButtons>;
  }[];
  readonly featureHints: readonly Sentence[];
  readonly groupsTitle: string;
  readonly groupless: readonly Sentence[];
  readonly groupHints: readonly Sentence[];
  readonly activities: Section<ActivityModel>;
  readonly outsides: Section<Sentence>;
  readonly open: readonly LineModel[];
  readonly quiet: readonly Sentence[];
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly buttons: readonly WordButton[];
}

/** The current settings of the tenant, and its open requests. */
export function statusModel(data: StatusData, now: number, answers: readonly Toned[] = []): StatusModel {
  return {
    fallback: t`The state of the Defender tenant.`,
    tone: 'emphasis',
    headline: sanitise(`● ${t`Defender now`}`),
    asides: [],
    firsts: [...(data.first ?? []).map(firstModel), ...lastModel(data)],
    details: detailsOf(data, now),
    features: data.features.map(({ title, state, source, hint, form }) => ({
      title: sanitise(title, LENGTHS.label),
      beside: form === undefined ? [{ state: sanitise(say(state), 24) }] : [],
      below: form === undefined ? [] : [{ state: sanitise(say(state), 24) }],
      knowns: knownModel(source, data.unreadHalf?.half === 'features' ? Number.POSITIVE_INFINITY : data.readAt),
      hints: hint === undefined ? [] : [{ text: sanitise(hint) }],
      forms: formButtons(form),
    })),
    groupsTitle: groupsTitle(data),
    ...groupLines(data, shownOpen(data)),
    groupless: groupless(data),
    featureHints: unreadHalf(data, 'features'),
    groupHints: [
      ...unreadHalf(data, 'groups'),
      ...shortGroups(data),
      ...(isFolded(data, shownOpen(data)) ? [] : howToSee(data)),
    ],
    activities: activityModel(data.activity),
    outsides: outsides(data),
    open: data.open.slice(0, MOST_OPEN).map(lineModel),
    quiet: quiet(data),
    answers,
    buttons: wordButtons([
      ...firstButtons(data),
      ...(data.open.length > MOST_OPEN ? ['requests'] : []),
      'status',
      'help',
    ]),
  };
}

/** How many open requests stand above the groups. */
function shownOpen({ open }: StatusData): number {
  return Math.min(open.length, MOST_OPEN);
}

/** When and how it was read, which matters last. */
function detailsOf(data: StatusData, now: number): readonly Detail[] {
  return [
    detail(t`Read`, { texts: age(now - data.readAt), whens: [moment(data.readAt)] }),
    detail(t`Product`, { texts: [sanitise(say(PRODUCTS[data.product]))] }),
    detail(t`Connector`, { texts: [sanitise(say(CONNECTORS[data.connector] ?? data.connector))] }),
    detail(t`Approvals go to`, { texts: [sanitise(data.approvals ?? say(NO_CHANNEL))] }),
    ...undelivered(data),
  ];
}

function age(ms: number): ShownText[] {
  const minutes = Math.round(ms / 60_000);
  if (ms < FRESH) return [];
  return [sanitise(minutes === 1 ? t`1 minute ago` : t`${minutes} minutes ago`)];
}

/** Colour is never the only sign. */
const SIGNS: Readonly<Record<Tone, string>> = { info: '●', good: '✓', warning: '!', attention: '✕' };

type First = { readonly text: ShownText; readonly color: Color; readonly weight: 'bolder' | 'default' };
type Color = 'default' | 'good' | 'warning' | 'attention';

function firstModel({ tone, text }: NonNullable<StatusData['first']>[number]): First {
  const color = tone === 'info' ? 'default' : tone;
  return { text: sanitise(`${SIGNS[tone]} ${text}`, LENGTHS.title), color, weight: 'bolder' };
}

function lastModel({ last, lastSwapped }: StatusData): readonly First[] {
  if (lastSwapped !== undefined)
    return [
      {
        text: sanitise(`${SIGNS.attention} ${notTold(lastSwapped)}`, LENGTHS.message),
        color: 'attention',
        weight: 'bolder',
      },
    ];
  if (!last) return [];
  const decided = last.decided ? `, ${last.decided}` : '';
  const text = t`Last change: #${last.number} ${last.title}, by ${last.requester}${decided}.`;
  return [{ text: sanitise(`● ${text}`, LENGTHS.message), color: 'default', weight: 'default' }];
}

/** What shows more of it, but for what has its button in the list. */
function firstButtons({ first = [], open, last, lastSwapped = last?.number }: StatusData): readonly string[] {
  const listed = open.slice(0, MOST_OPEN).map(({ number }) => `show ${number}`);
  const says = first.flatMap(({ say }) => (say === undefined || listed.includes(say) ? [] : [say]));
  return [...says, ...(lastSwapped === undefined ? [] : [`show ${lastSwapped}`])];
}

/** A list that is empty says what is watched, so it is offered in any case. */
function outsides({ outside }: StatusData): Section<Sentence> {
  if (outside === undefined) return [];
  if (outside === 0) return [{ text: sanitise(t`Airlock knows of none that is open.`) }];
  const text = outside === 1 ? t`1 is open.` : t`${outside} are open.`;
  return [{ text: sanitise(text) }];
}

function quiet({ open, hereOnly, unreadable }: StatusData): Sentence[] {
  const broken = unreadable ? [{ text: sanitise(unreadableWords(unreadable)) }] : [];
  if (open.length === 0) return unreadable ? broken : [{ text: sanitise(hereOnly ? say(NONE_HERE) : t`None.`) }];
  return [...broken, ...(open.length > MOST_OPEN ? [{ text: sanitise(t`There are more: write "requests".`) }] : [])];
}

function undelivered({ undelivered: failing }: StatusData): readonly Detail[] {
  if (!failing) return [];
  const { count, since, why } = failing;
  const text = count === 1 ? t`1 message: ${why}` : t`${count} messages: ${why}`;
  return [detail(t`Not delivered`, { texts: [sanitise(text)], whens: [t`Since ${moment(since)}`] })];
}
