import type { FeatureName } from '../../changes/features.ts';

const PHRASES: Readonly<Record<FeatureName, readonly string[]>> = {
  'automated-investigation': [
    'automated investigation',
    'automated investigations',
    'automatic investigation',
    'automatic investigations',
    'auto investigation',
    'auto investigations',
    'automated investigation and response',
    'automated investigations and response',
    'automated investigation and remediation',
    'automated investigations and remediation',
    'automated investigation & response',
    'automated investigation & remediation',
    'air',
  ],
  'auto-resolve-alerts': [
    'automatically resolve alerts',
    'automatically resolving alerts',
    'automatic alert resolution',
    'automated alert resolution',
    'automatic resolution',
    'auto resolve alerts',
    'auto resolve',
    'autoresolve alerts',
    'autoresolve',
    'auto resolution',
  ],
};

const BY_PHRASE = new Map(
  (Object.keys(PHRASES) as FeatureName[]).flatMap((name) => PHRASES[name].map((phrase) => [phrase, name] as const)),
);

/** What a command is spelled like when it is offered. */
export const FEATURE_PHRASE: Readonly<Record<FeatureName, string>> = {
  'automated-investigation': 'automated investigation',
  'auto-resolve-alerts': 'automatically resolve alerts',
};

/** The feature that exactly these words name, whatever their case and hyphens; null for any other words. */
export function featureNamed(words: string): FeatureName | null {
  return BY_PHRASE.get(words.toLowerCase().replace(/[-\u2010-\u2015]/g, ' ')) ?? null;
}
