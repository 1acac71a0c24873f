import type { DangerKind, DiffRow } from '../../changes/change-kind.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { LEVEL_WORDS, type RemediationLevel } from '../../changes/remediation-level.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { midSentence, midSentenceTitle } from '../../shared/language/in-sentences.ts';
import { inEnglish, msg, say, t } from '../../shared/language/worded.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { isLevel, oldValue, sortRows } from './chief-row.ts';
import { statusOf } from './state-catalogue/status-of.ts';

/** Levels as short as a phone needs them. */
const SHORT_LEVELS: Readonly<Record<RemediationLevel, string>> = {
  full: msg`Full`,
  'semi-core-folders': msg`Semi (core folders)`,
  'semi-non-temp-folders': msg`Semi (non-temporary folders)`,
  'semi-all-folders': msg`Semi (all folders)`,
  none: msg`No automated response`,
};

const DANGER_WORDS: Readonly<Record<DangerKind, string>> = {
  'less-protection': msg`lowers protection`,
  'opened-access': msg`opens access`,
  'left-empty': msg`leaves a group empty`,
  shadowed: msg`shadows a group`,
  'more-automation': msg`raises automation`,
  'self-resolved': msg`resolves alerts by itself`,
};

/** How many consequences one line names. */
const MOST_CONSEQUENCES = 2;

/**
 * The one line that a phone shows of a request: "Alice Nguyen: Finance Semi (all folders) → Full, 52 devices, raises
 * automation". Words are as typed or stored; they are made safe where they are shown.
 */
export function pushWords(request: Request): string {
  if (request.state === 'pending') return `${nameIn(request, request.requester)}: ${toldWords(request)}`;
  return `${statusOf(request).short}. ${askedWords(request)}`;
}

/** The same behind words on who decided or how it ended: nobody takes the name for that of whoever did. */
export function askedWords(request: Request): string {
  const name = nameIn(request, request.requester);
  const isDraft = request.state === 'draft' || request.state === 'discarded';
  return isDraft ? `${name}: ${toldWords(request)}` : t`${name} asked: ${toldWords(request)}`;
}

/** Where what is stored of the tenant cannot be read, the title alone: no step depends on how it is told. */
function toldWords(request: Request): string {
  try {
    return [changeWords(request), ...consequences(request)].join(', ');
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return kindOf(request.change).title(request.change);
  }
}

/** "Finance Full → No automated response", or the title where no old value tells more. */
function changeWords({ change, base }: Request): string {
  const rules = kindOf(change);
  const title = rules.title(change);
  const { chief, others } = sortRows(rules.diff(change, base));
  const from = chief && oldValue(chief);
  const edited = inEnglish(() => rules.title(change));
  const isEdit = edited.startsWith('Change ') || change.kind === 'advanced-feature';
  if (chief === null || from === null || !isEdit) return midSentenceTitle(title);
  const more = others.length === 0 ? '' : t` and ${others.length} more`;
  const name = edited.replace(/^Change (?:device group )?/, '');
  return `${title.includes(chief.label) ? chief.label : subjectOf(name, chief)} ${levelWords(from)} → ${levelWords(chief.to)}${more}`;
}

/** The name of the group and, unless it is the level, what of it; the name of the switch. */
function subjectOf(name: string, { label }: DiffRow): string {
  return isLevel(label) ? say(name) : `${say(name)}, ${midSentence(label)}`;
}

function levelWords(words: string): string {
  // Sound: these are the keys of the table.
  const level = (Object.keys(LEVEL_WORDS) as RemediationLevel[]).find((one) => say(LEVEL_WORDS[one]) === words);
  return level === undefined ? words : say(SHORT_LEVELS[level]);
}

function consequences({ change, base }: Request): string[] {
  const rules = kindOf(change);
  const effects = rules.effects(change, base);
  const { dangers, lowersProtection } = inEnglish(() => rules.risk(change, base));
  const told = dangers.map(({ kind, text }) =>
    kind === 'less-protection' && /may lower|not known whether/.test(text)
      ? t`may lower protection`
      : say(DANGER_WORDS[kind]),
  );
  const isRaised = !lowersProtection && effects?.flows.some(({ effect }) => effect === 'raised');
  const all = [...new Set([...told, ...(isRaised ? [say(DANGER_WORDS['more-automation'])] : [])])];
  const total = effects?.total ?? 0;
  const devices = () => (total === 1 ? t`1 device` : t`${total} devices`);
  const isSaid = total === 0 || inEnglish(() => rules.title(change).includes(devices()));
  return [...(isSaid ? [] : [devices()]), ...all.slice(0, MOST_CONSEQUENCES)];
}
