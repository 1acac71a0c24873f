import type { DangerKind, DiffRow } from '../../changes/change-kind.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { LEVEL_WORDS, type RemediationLevel } from '../../changes/remediation-level.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { oldValue, sortRows } from './chief-row.ts';
import { statusOf } from './state-catalogue/status-of.ts';

/** Levels as short as a phone needs them. */
const SHORT_LEVELS: Readonly<Record<RemediationLevel, string>> = {
  full: 'Full',
  'semi-core-folders': 'Semi (core folders)',
  'semi-non-temp-folders': 'Semi (non-temporary folders)',
  'semi-all-folders': 'Semi (all folders)',
  none: 'No automated response',
};

const DANGER_WORDS: Readonly<Record<DangerKind, string>> = {
  'less-protection': 'lowers protection',
  'opened-access': 'opens access',
  'left-empty': 'leaves a group empty',
  shadowed: 'shadows a group',
  'more-automation': 'raises automation',
  'self-resolved': 'resolves alerts by itself',
};

/** How many consequences one line names. */
const MOST_CONSEQUENCES = 2;

/**
 * The one line that a phone shows of a request: "Alice Nguyen: Finance Semi (all folders) → Full, 52 devices, raises
 * automation". Words are as typed or stored; they are made safe where they are shown.
 */
export function pushWords(request: Request): string {
  const { requester, state } = request;
  const words = `${nameIn(request, requester)}: ${toldWords(request)}`;
  if (state === 'pending') return words;
  return `${statusOf(request).short}. ${words}`;
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
  const isEdit = title.startsWith('Change ') || change.kind === 'advanced-feature';
  if (chief === null || from === null || !isEdit) return `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${subjectOf(title, chief)} ${levelWords(from)} → ${levelWords(chief.to)}${more}`;
}

/** The name of the group and, unless it is the level, what of it; the name of the switch. */
function subjectOf(title: string, { label }: DiffRow): string {
  const name = title.replace(/^Change (?:device group )?/, '');
  if (title.includes(label)) return label;
  return label === 'Remediation level' ? name : `${name}, ${label.toLowerCase()}`;
}

function levelWords(words: string): string {
  // Sound: these are the keys of the table.
  const level = (Object.keys(LEVEL_WORDS) as RemediationLevel[]).find((one) => LEVEL_WORDS[one] === words);
  return level === undefined ? words : SHORT_LEVELS[level];
}

function consequences({ change, base }: Request): string[] {
  const rules = kindOf(change);
  const effects = rules.effects(change, base);
  const { dangers, lowersProtection } = rules.risk(change, base);
  const told = dangers.map(({ kind, text }) =>
    kind === 'less-protection' && /may lower|not known whether/.test(text)
      ? 'may lower protection'
      : DANGER_WORDS[kind],
  );
  const isRaised = !lowersProtection && effects?.flows.some(({ effect }) => effect === 'raised');
  const all = [...new Set([...told, ...(isRaised ? [DANGER_WORDS['more-automation']] : [])])];
  const total = effects?.total ?? 0;
  const devices = `${total} ${total === 1 ? 'device' : 'devices'}`;
  const isSaid = total === 0 || rules.title(change).includes(devices);
  return [...(isSaid ? [] : [devices]), ...all.slice(0, MOST_CONSEQUENCES)];
}
