import { midSentenceTitle } from '../../../shared/language/in-sentences.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';

/** The types of indicators, as on the wire (learn: ti-indicator). */
export const INDICATOR_TYPES = [
  'FileSha1',
  'FileSha256',
  'FileMd5',
  'CertificateThumbprint',
  'IpAddress',
  'DomainName',
  'Url',
] as const;

export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/** What Defender does about an indicator, as on the wire, without the two that it takes no more. */
export const INDICATOR_ACTIONS = ['Allowed', 'Block', 'BlockAndRemediate', 'Audit', 'Warn'] as const;

export type IndicatorAction = (typeof INDICATOR_ACTIONS)[number];

/** How people call what an indicator names. */
export const SORTS = ['file', 'certificate', 'ip', 'domain', 'url'] as const;

export type Sort = (typeof SORTS)[number];

interface TypeRow {
  readonly sort: Sort;
  /** Within a sentence: `the SHA-256 of a file`. */
  readonly words: string;
  /** The same of several. */
  readonly plural: string;
  /** Which actions Defender takes for it (learn: indicators-overview). */
  readonly takes: readonly IndicatorAction[];
}

const OF_FILES = INDICATOR_ACTIONS;
const OF_NETWORK = ['Allowed', 'Block', 'Audit', 'Warn'] as const;

const ROWS: Readonly<Record<IndicatorType, TypeRow>> = {
  FileSha1: { sort: 'file', words: msg`file (SHA-1)`, plural: msg`files (SHA-1)`, takes: OF_FILES },
  FileSha256: { sort: 'file', words: msg`file (SHA-256)`, plural: msg`files (SHA-256)`, takes: OF_FILES },
  FileMd5: { sort: 'file', words: msg`file (MD5)`, plural: msg`files (MD5)`, takes: OF_FILES },
  CertificateThumbprint: {
    sort: 'certificate',
    words: msg`certificate`,
    plural: msg`certificates`,
    takes: ['Allowed', 'BlockAndRemediate'],
  },
  IpAddress: { sort: 'ip', words: msg`IP address`, plural: msg`IP addresses`, takes: OF_NETWORK },
  DomainName: { sort: 'domain', words: msg`domain`, plural: msg`domains`, takes: OF_NETWORK },
  Url: { sort: 'url', words: msg`URL`, plural: msg`URLs`, takes: OF_NETWORK },
};

export function typeRow(type: IndicatorType): TypeRow {
  return ROWS[type];
}

/** In the imperative, and what it was within a sentence. */
const ACTION_WORDS: Readonly<Record<IndicatorAction, { readonly verb: string; readonly done: string }>> = {
  Allowed: { verb: msg`Allow`, done: msg`allowed` },
  Block: { verb: msg`Block`, done: msg`blocked` },
  BlockAndRemediate: { verb: msg`Block and remediate`, done: msg`blocked and remediated` },
  Audit: { verb: msg`Audit`, done: msg`audited` },
  Warn: { verb: msg`Warn of`, done: msg`warned of` },
};

/** "Allow", "Block and remediate"; an action that Defender has and Airlock does not know is told as it is. */
export function verbOf(action: string): string {
  return isAction(action) ? say(ACTION_WORDS[action].verb) : action;
}

/** A heading: "Block file (SHA-256) 3f2a", "Allow 3 domains". @param action null where the indicator goes */
export function doneWith(action: string | null, what: string): string {
  switch (action) {
    case null:
      return t`Remove ${what}`;
    case 'Allowed':
      return t`Allow ${what}`;
    case 'Block':
      return t`Block ${what}`;
    case 'BlockAndRemediate':
      return t`Block and remediate ${what}`;
    case 'Audit':
      return t`Audit ${what}`;
    case 'Warn':
      return t`Warn of ${what}`;
    default:
      return `${action} ${what}`;
  }
}

/** "allowed", "blocked". */
export function doneWord(action: string): string {
  return isAction(action) ? say(ACTION_WORDS[action].done) : action;
}

function isAction(action: string): action is IndicatorAction {
  return INDICATOR_ACTIONS.some((one) => one === action);
}

/** Actions that let pass what Defender would otherwise detect. */
export function isBlocking(action: string): boolean {
  return ['Block', 'BlockAndRemediate', 'AlertAndBlock', 'Warn'].includes(action);
}

/** Why Defender does not take an action for a type, in a sentence; null where it does. */
export function misfit(type: IndicatorType, action: IndicatorAction): string | null {
  const { takes, words } = typeRow(type);
  if (takes.includes(action)) return null;
  const taken = takes.map((one) => midSentenceTitle(verbOf(one)));
  return t`Defender takes no "${midSentenceTitle(verbOf(action))}" for a ${say(words)}: only ${taken.join(', ')}.`;
}
