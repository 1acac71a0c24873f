import { msg, say, t } from '../../../shared/language/worded.ts';

/** The values of an alert, as Defender's own API has them (learn: update-alert). */
const CLASSIFICATIONS = ['FalsePositive', 'TruePositive', 'InformationalExpectedActivity'] as const;

export type Classification = (typeof CLASSIFICATIONS)[number];

const DETERMINATIONS = [
  'NotMalicious',
  'InsufficientData',
  'Other',
  'MultiStagedAttack',
  'MaliciousUserActivity',
  'CompromisedUser',
  'Malware',
  'Phishing',
  'UnwantedSoftware',
  'SecurityTesting',
  'LineOfBusinessApplication',
  'ConfirmedActivity',
] as const;

export type Determination = (typeof DETERMINATIONS)[number];

/** How the update of many alerts calls two of them, and how some answers do (learn: batch-update-alerts). */
const OTHERWISE: Readonly<Record<string, Determination>> = {
  Clean: 'NotMalicious',
  ConfirmedUserActivity: 'ConfirmedActivity',
};

/** A determination in the one form in which it is compared. Which of its names a reading has is not documented. */
export function comparedDetermination(value: string): string {
  const pascal = value.charAt(0).toUpperCase() + value.slice(1);
  return OTHERWISE[pascal] ?? pascal;
}

interface ClassificationRow {
  readonly words: string;
  /** What people write for it, in lower case. */
  readonly phrases: readonly string[];
  /** Which determinations go with it; the first one where nobody says which. */
  readonly determinations: readonly [Determination, ...Determination[]];
}

const CLASSIFICATION_ROWS: Readonly<Record<Classification, ClassificationRow>> = {
  FalsePositive: {
    words: msg`false positive`,
    phrases: ['false positive', 'false positives', 'fp'],
    determinations: ['NotMalicious', 'InsufficientData', 'Other'],
  },
  TruePositive: {
    words: msg`true positive`,
    phrases: ['true positive', 'true positives', 'tp'],
    determinations: [
      'Other',
      'MultiStagedAttack',
      'MaliciousUserActivity',
      'CompromisedUser',
      'Malware',
      'Phishing',
      'UnwantedSoftware',
    ],
  },
  InformationalExpectedActivity: {
    words: msg`expected activity`,
    phrases: ['expected activity', 'expected', 'informational', 'informational, expected activity', 'benign positive'],
    determinations: ['ConfirmedActivity', 'SecurityTesting', 'LineOfBusinessApplication', 'Other'],
  },
};

const DETERMINATION_WORDS: Readonly<Record<Determination, string>> = {
  NotMalicious: msg`not malicious`,
  InsufficientData: msg`not enough data`,
  Other: msg`other`,
  MultiStagedAttack: msg`multistage attack`,
  MaliciousUserActivity: msg`malicious user activity`,
  CompromisedUser: msg`compromised account`,
  Malware: msg`malware`,
  Phishing: msg`phishing`,
  UnwantedSoftware: msg`unwanted software`,
  SecurityTesting: msg`security test`,
  LineOfBusinessApplication: msg`line-of-business application`,
  ConfirmedActivity: msg`confirmed activity`,
};

const STATUS_WORDS: Readonly<Record<string, string>> = {
  New: msg`new`,
  InProgress: msg`in progress`,
  Resolved: msg`resolved`,
};

export function classificationRow(classification: Classification): ClassificationRow {
  return CLASSIFICATION_ROWS[classification];
}

/** Finds what people write: "fp", "Expected activity". */
export function classificationCalled(text: string): Classification | null {
  const plain = text.toLowerCase();
  return CLASSIFICATIONS.find((one) => CLASSIFICATION_ROWS[one].phrases.includes(plain)) ?? null;
}

/** Finds a determination by its words, whatever hyphens are between them. */
export function determinationCalled(text: string): Determination | null {
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replace(/[\s-]+/gu, ' ')
      .trim();
  return DETERMINATIONS.find((one) => plain(DETERMINATION_WORDS[one]) === plain(text)) ?? null;
}

export function determinationWords(determination: string): string {
  const known = DETERMINATIONS.find((one) => one === determination);
  return known ? say(DETERMINATION_WORDS[known]) : determination;
}

/** A classification for people; one that Airlock does not know is told as Defender has it. */
export function classificationWords(classification: string | null): string {
  const known = CLASSIFICATIONS.find((one) => one === classification);
  if (known) return say(CLASSIFICATION_ROWS[known].words);
  return classification ?? t`not classified`;
}

export function statusWords(status: string): string {
  const words = STATUS_WORDS[status];
  return words === undefined ? status : say(words);
}
