import { ENGLISH, LANGUAGE_CODES } from '../../../shared/language/languages.ts';
import { isPseudo } from '../../../shared/language/pseudo.ts';
import { fromCatalogue } from '../../../shared/language/read-catalogue.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS, type RemediationLevel } from '../../remediation-level.ts';
import { quoteInput } from './read-texts.ts';

/**
 * Every official wording (docs/facts/defender.md#remediation-levels) besides Airlock's own names and words, in lower
 * case, with only letters and digits.
 */
export const LEVEL_WORDINGS: Readonly<Record<RemediationLevel, readonly string[]>> = {
  full: ['full remediate threats automatically', 'full automated', 'full automation'],
  'semi-core-folders': [
    'semi require approval for core folders remediation',
    'semi require approval for core folders',
    'semi approval required for system folders',
    'semi approval required for core folders',
    'semi approval for system folders',
    'semi system folders',
  ],
  'semi-non-temp-folders': [
    'semi require approval for non temp folders remediation',
    'semi require approval for non temp folders',
    'semi approval required for non temporary folders',
    'semi approval for non temp folders',
    'semi non temporary folders',
    'semi require approval non temp',
  ],
  'semi-all-folders': [
    'semi require approval for all folders',
    'semi require approval for any remediation',
    'semi approval required for all folders',
    'semi require approval all',
  ],
  none: ['no automated response'],
};

const BY_WORDING: ReadonlyMap<string, RemediationLevel> = new Map(
  REMEDIATION_LEVELS.flatMap((level) =>
    [level, LEVEL_WORDS[level], ...LEVEL_WORDINGS[level]].map((wording) => [squash(wording), level] as const),
  ),
);

/** Finds the level that a text names, ignoring case, dashes and spaces; null if there is none. */
export function levelNamed(text: string): RemediationLevel | null {
  return BY_WORDING.get(squash(text)) ?? wordedElsewhere(squash(text));
}

const OTHERS = LANGUAGE_CODES.filter((one) => one !== ENGLISH && !isPseudo(one));

/** As cards of another language word it, whoever reads it now. */
function wordedElsewhere(squashed: string): RemediationLevel | null {
  if (squashed === '') return null;
  const named = (level: RemediationLevel) =>
    OTHERS.some((one) => squash(fromCatalogue(one, LEVEL_WORDS[level], []) ?? '') === squashed);
  return REMEDIATION_LEVELS.find(named) ?? null;
}

/** The faults of a level that show without a tenant. */
export function levelTextFaults(text: string): string[] {
  if (levelNamed(text) !== null) return [];
  const what =
    text.trim() === ''
      ? t`A remediation level is missing.`
      : t`${quoteInput(text)} is no remediation level that Airlock knows.`;
  return [`${what} ${say(CHOICES)}`];
}

/** One text, so that a fault that is stored is found again and said in the reader's language. */
const CHOICES = msg`Choose one of these: Full remediation; Semi - approval for core folders; Semi - approval for non-temporary folders; Semi - approval for all folders; No automated response.`;

function squash(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
}
