import { quoted } from '../../../changes/device-group/words/names.ts';
import { feature } from '../../../changes/features.ts';
import type { SightData, SightSubject } from '../../../changes/knowledge/sight.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS } from '../../../changes/remediation-level.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type CardTone, LENGTHS, type Section, type ShownText, sanitise, type Toned } from '../parts/shown-text.ts';

/** What cards/sight.json binds. */
export interface SightModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly text: ShownText;
  readonly states: Section<{ readonly value: string }>;
  readonly groups: Section<{
    readonly level: string;
    readonly levels: readonly { readonly title: string; readonly value: string }[];
    /** None for the ungrouped devices, which have no rule, no description and no rank. */
    readonly rules: Section<{ readonly value: string; readonly description: string; readonly order: string }>;
    readonly access: string;
  }>;
  /** What the viewer's press did, or why not, directly above the button. */
  readonly answers: readonly Toned[];
  /** What it is about, as its button sends it back. */
  readonly sees: object;
}

const TEXT = msg`Say what stands in the portal. Your name is recorded, and nothing is changed; leave empty what you did not look at.`;

/** A form to say what somebody sees of a switch or a group. */
export function sightModel({ of, typed }: SightData, answers: readonly Toned[] = []): SightModel {
  const { state = '', level = '', rules = '', access = '', description = '', order = '' } = typed;
  const isSwitch = 'feature' in of;
  const levels = REMEDIATION_LEVELS.map((value) => ({ title: say(LEVEL_WORDS[value]), value }));
  const isNamed = !isSwitch && of.group !== null;
  return {
    fallback: t`A form of Airlock.`,
    tone: 'emphasis',
    headline: sanitise(`✎ ${questionOf(of)}`, LENGTHS.title),
    asides: [],
    text: sanitise(say(TEXT)),
    states: isSwitch ? [{ value: state }] : [],
    groups: isSwitch ? [] : [{ level, levels, rules: isNamed ? [{ value: rules, description, order }] : [], access }],
    answers,
    sees: !isSwitch && of.group === null ? { ungrouped: true } : of,
  };
}

function questionOf(of: SightSubject): string {
  if ('group' in of && of.group === null) return t`What do you see of the ungrouped devices?`;
  const name = 'feature' in of ? feature(of.feature).title : quoted(of.group ?? '');
  return t`What do you see of ${name}?`;
}
