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
  /** Which actions Defender takes for it (learn: indicators-overview). */
  readonly takes: readonly IndicatorAction[];
}

const OF_FILES = INDICATOR_ACTIONS;
const OF_NETWORK = ['Allowed', 'Block', 'Audit', 'Warn'] as const;

const ROWS: Readonly<Record<IndicatorType, TypeRow>> = {
  FileSha1: { sort: 'file', words: 'file (SHA-1)', takes: OF_FILES },
  FileSha256: { sort: 'file', words: 'file (SHA-256)', takes: OF_FILES },
  FileMd5: { sort: 'file', words: 'file (MD5)', takes: OF_FILES },
  CertificateThumbprint: { sort: 'certificate', words: 'certificate', takes: ['Allowed', 'BlockAndRemediate'] },
  IpAddress: { sort: 'ip', words: 'IP address', takes: OF_NETWORK },
  DomainName: { sort: 'domain', words: 'domain', takes: OF_NETWORK },
  Url: { sort: 'url', words: 'URL', takes: OF_NETWORK },
};

export function typeRow(type: IndicatorType): TypeRow {
  return ROWS[type];
}

/** In the imperative, and what it was within a sentence. */
const ACTION_WORDS: Readonly<Record<IndicatorAction, { readonly verb: string; readonly done: string }>> = {
  Allowed: { verb: 'Allow', done: 'allowed' },
  Block: { verb: 'Block', done: 'blocked' },
  BlockAndRemediate: { verb: 'Block and remediate', done: 'blocked and remediated' },
  Audit: { verb: 'Audit', done: 'audited' },
  Warn: { verb: 'Warn of', done: 'warned of' },
};

/** "Allow", "Block and remediate"; an action that Defender has and Airlock does not know is told as it is. */
export function verbOf(action: string): string {
  return isAction(action) ? ACTION_WORDS[action].verb : action;
}

/** "allowed", "blocked". */
export function doneWord(action: string): string {
  return isAction(action) ? ACTION_WORDS[action].done : action;
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
  const taken = takes.map((one) => verbOf(one).toLowerCase());
  return `Defender takes no "${verbOf(action).toLowerCase()}" for a ${words}: only ${taken.join(', ')}.`;
}
