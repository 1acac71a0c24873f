import type { Tone } from '../../../requests/messages/answers.ts';
import type { CenterButton, CenterData, CenterLine } from '../../../requests/ports/defender-activity.ts';
import { say, t } from '../../../shared/language/worded.ts';
import { offerOf } from '../../language/offers.ts';
import {
  type CardTone,
  LENGTHS,
  moment,
  type Section,
  type Sentence,
  type ShownText,
  sanitise,
  type Toned,
  toneStyle,
} from '../parts/shown-text.ts';
import type { WordButton } from '../parts/word-buttons.ts';
import { type LevelsModel, levelSide } from '../request/levels.ts';

/** The most of each on one card. */
const MOST_LINES = 9;
const MOST_FACTS = 10;
const MOST_BUTTONS = 6;

/** Colour is never the only sign. */
const SIGNS: Readonly<Record<Tone, string>> = { info: '●', good: '✓', warning: '!', attention: '✕' };

interface LinkModel {
  readonly title: ShownText;
  readonly url: string;
}

/** Buttons, and links into the portal. */
interface ButtonsModel {
  readonly buttons: readonly WordButton[];
  readonly links: readonly LinkModel[];
}

interface CenterLineModel {
  readonly title: ShownText;
  readonly facts: readonly Sentence[];
  readonly whens: Section<{ readonly text: string }>;
  readonly sets: Section<ButtonsModel>;
}

interface ActsModel {
  readonly notes: readonly Sentence[];
  readonly sets: Section<ButtonsModel>;
  readonly picks: Section<PickModel>;
}

/** What is chosen before a button does what somebody could have typed. */
interface PickModel {
  readonly scope: string;
  readonly placeholder: string;
  readonly scopes: readonly Choice[];
  readonly end: string;
  readonly ends: readonly Choice[];
  readonly title: ShownText;
  readonly say: string;
}

interface Choice {
  readonly title: ShownText;
  readonly value: string;
}

/** How long an Allow may be chosen to stand: as it is typed. */
const ENDS = ['1 day', '7 days', '30 days', '90 days'] as const;

/** What cards/center.json binds. */
export interface CenterModel extends ButtonsModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly levels: Section<LevelsModel>;
  readonly lines: readonly CenterLineModel[];
  /** What can be asked for, right below what it is about; then the buttons are here alone. */
  readonly acts: Section<ActsModel>;
  readonly last: readonly CenterLineModel[];
  readonly notes: readonly Sentence[];
  readonly unread: readonly Sentence[];
  readonly when: string;
  readonly answers: readonly Toned[];
}

/** What was read of Defender's Action center, an alert or a digest: lines, what was not read, what to do next. */
export function centerModel(data: CenterData, answers: readonly Toned[] = []): CenterModel {
  return {
    fallback: t`What Airlock read in Defender.`,
    tone: toneStyle(data.tone),
    headline: sanitise(`${SIGNS[data.tone]} ${data.title}`, LENGTHS.title),
    asides: [],
    levels: levelsOf(data),
    lines: data.lines.slice(0, MOST_LINES).map(lineModel),
    acts: actsOf(data),
    last: (data.acts?.last ?? []).map(lineModel),
    notes: data.notes.map((text) => ({ text: sanitise(text) })),
    unread: [...new Set(data.unread)].map((text) => ({ text: sanitise(`! ${text}`, LENGTHS.message) })),
    when: t`Read ${moment(data.readAt)}`,
    answers,
    ...buttonsModel(data.acts ? [] : data.buttons),
  };
}

function actsOf(data: CenterData): Section<ActsModel> {
  const { acts, buttons } = data;
  const picks = picksOf(data);
  if (!acts || (buttons.length === 0 && picks.length === 0)) return [];
  const notes = acts.note === null ? [] : [{ text: sanitise(acts.note, LENGTHS.message) }];
  return [{ notes, sets: buttons.length === 0 ? [] : [buttonsModel(buttons)], picks }];
}

function levelsOf({ levels = [] }: CenterData): Section<LevelsModel> {
  if (levels.length === 0) return [];
  const sides = levels.map(({ when, counts }) => {
    return levelSide(
      say(when),
      counts.map(({ level, devices }) => [level, devices]),
    );
  });
  return [{ sides }];
}

function picksOf({ pick }: CenterData): Section<PickModel> {
  if (!pick) return [];
  const scopes = pick.scopes.map(({ title, value }) => ({ title: sanitise(title, LENGTHS.label), value }));
  const ends = ENDS.map((value) => ({ title: sanitise(laterDays(Number.parseInt(value, 10))), value }));
  const labels = { scope: t`On the devices of`, placeholder: t`Choose a device group`, end: t`For how long` };
  return [{ ...labels, scopes, ends, title: sanitise(pick.title, LENGTHS.label), say: pick.say }];
}

function laterDays(days: number): string {
  return days === 1 ? t`1 day` : t`${days} days`;
}

function lineModel({ title, facts, when, buttons = [] }: CenterLine): CenterLineModel {
  return {
    title: sanitise(title, LENGTHS.title),
    facts: facts.slice(0, MOST_FACTS).map((text) => ({ text: sanitise(text, LENGTHS.message) })),
    whens: when === undefined ? [] : [{ text: `${when.words} ${moment(when.at)}`.trim() }],
    sets: buttons.length === 0 ? [] : [buttonsModel(buttons)],
  };
}

/** Pages of Microsoft's portal alone. */
const PORTAL = /^https:\/\/security\.microsoft\.com\/[\w/?=.-]+$/;

function buttonsModel(all: readonly CenterButton[]): ButtonsModel {
  const shown = all.filter((one) => ('url' in one ? PORTAL.test(one.url) : offerOf(one.say)?.say === one.say));
  const some = shown.slice(0, MOST_BUTTONS);
  return {
    buttons: some.flatMap((one) =>
      'say' in one ? [{ title: sanitise(say(one.title), LENGTHS.label), verb: 'say', data: { say: one.say } }] : [],
    ),
    links: some.flatMap((one) =>
      'url' in one ? [{ title: sanitise(say(one.title), LENGTHS.label), url: one.url }] : [],
    ),
  };
}
