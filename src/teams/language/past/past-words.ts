import type { PastDeed } from './past-filter.ts';

/** How one language speaks of past requests; phrases in lower case. */
export interface PastWords {
  /** What says that requests are meant. `history` also means those that have ended. */
  readonly nouns: readonly string[];
  readonly history: readonly string[];
  /** Says nothing by itself. */
  readonly idle: readonly string[];
  readonly states: Readonly<Record<string, string>>;
  /** Before a name. */
  readonly by: Readonly<Record<string, PastDeed>>;
  /** After "did" and a name. */
  readonly did: readonly string[];
  readonly verbs: Readonly<Record<string, PastDeed>>;
  readonly me: readonly string[];
  /** Says of nobody that it was them. */
  readonly anybody: readonly string[];
  readonly mine: readonly string[];
  readonly about: readonly string[];
  /** Before something that the requests are about. */
  readonly of: readonly string[];
  readonly group: readonly string[];
  readonly ungrouped: readonly string[];
  readonly page: readonly string[];
  readonly when: Readonly<Record<string, 'since' | 'until' | 'before' | 'in'>>;
}

/** The next language is one more table like this. */
export const ENGLISH_PAST: PastWords = {
  nouns: ['requests', 'request', 'changes', 'decisions', 'change requests', 'changed', 'happened'],
  history: ['history', 'all requests', 'all changes', 'the history', 'request history', 'log', 'change log'],
  idle: [
    ...['show', 'me', 'list', 'give', 'get', 'find', 'search', 'look for', 'see', 'view', 'display', 'please', 'all'],
    ...['the', 'any', 'what', 'which', 'were', 'was', 'are', 'is', 'have', 'has', 'been', 'there', 'a', 'every'],
    ...[
      'everything',
      'that',
      'and',
      'with',
      'anything',
      'can you',
      'could you',
      'search for',
      'it',
      'tell',
      'i want to see',
    ],
  ],
  states: {
    rejected: 'rejected',
    denied: 'rejected',
    declined: 'rejected',
    approved: 'approved',
    accepted: 'approved',
    applied: 'applied',
    'carried out': 'applied',
    withdrawn: 'withdrawn',
    cancelled: 'withdrawn',
    canceled: 'withdrawn',
    expired: 'expired',
    failed: 'failed',
    stale: 'stale',
    unknown: 'unknown',
    open: 'open',
    pending: 'pending',
    waiting: 'pending',
  },
  by: {
    by: 'by',
    from: 'asked',
    'made by': 'asked',
    'asked by': 'asked',
    'asked for by': 'asked',
    'requested by': 'asked',
    'filed by': 'asked',
    'submitted by': 'asked',
    'approved by': 'approved',
    'rejected by': 'rejected',
    'denied by': 'rejected',
    'stopped by': 'rejected',
    'changed by': 'by',
    'decided by': 'by',
  },
  did: ['did', 'has', 'have', 'had'],
  verbs: {
    approve: 'approved',
    approved: 'approved',
    reject: 'rejected',
    rejected: 'rejected',
    deny: 'rejected',
    ask: 'asked',
    'ask for': 'asked',
    asked: 'asked',
    'asked for': 'asked',
    request: 'asked',
    requested: 'asked',
    submit: 'asked',
    submitted: 'asked',
    file: 'asked',
    change: 'by',
    changed: 'by',
    do: 'by',
    done: 'by',
    decide: 'by',
    decided: 'by',
  },
  me: ['me', 'i', 'myself'],
  anybody: ['we', 'you', 'they', 'anybody', 'anyone', 'somebody', 'someone', 'people'],
  mine: ['my', 'mine', 'my own'],
  about: ['about', 'containing', 'mentioning', 'matching', 'with the words', 'that mention', 'with text'],
  of: ['of', 'for', 'to', 'in', 'on', 'regarding', 'concerning', 'around'],
  group: ['group', 'device group', 'the group', 'the device group', 'groups', 'machine group'],
  ungrouped: ['ungrouped devices', 'the ungrouped devices', 'ungrouped'],
  page: ['page'],
  when: {
    since: 'since',
    after: 'since',
    from: 'since',
    until: 'until',
    till: 'until',
    'up to': 'until',
    before: 'before',
    in: 'in',
    on: 'in',
    during: 'in',
    within: 'in',
    over: 'in',
  },
};
