import { FEATURE_NAMES, type FeatureName, feature } from '../../changes/features.ts';
import type { CommandOf } from './command.ts';

/** Both English word orders. The whole text must match and name a switch exactly, or it is not a change. */
const CHANGES: readonly { readonly whole: RegExp; readonly to: 'on' | 'off' }[] = [
  { whole: /^(?:enable|activate|turn on|switch on) (?:the )?(.+)$/u, to: 'on' },
  { whole: /^(?:turn|switch) (?:the )?(.+) on$/u, to: 'on' },
  { whole: /^(?:disable|deactivate|turn off|switch off) (?:the )?(.+)$/u, to: 'off' },
  { whole: /^(?:turn|switch) (?:the )?(.+) off$/u, to: 'off' },
];

/** Every name that people type for a switch, in lower case and without hyphens. */
export const BY_PHRASE: ReadonlyMap<string, FeatureName> = new Map(
  FEATURE_NAMES.flatMap((name) => [phraseOf(name), ...feature(name).phrases].map((phrase) => [phrase, name] as const)),
);

/** The command that turns a switch on or off; null for any other text. @param plain in lower case */
export function parseFeatureCommand(plain: string): CommandOf<'change'> | null {
  for (const { whole, to } of CHANGES) {
    const words = whole.exec(plain)?.[1];
    const name = words === undefined ? undefined : BY_PHRASE.get(words.replace(/[-\u2010-\u2015]/g, ' '));
    if (name) return { kind: 'change', change: { kind: 'advanced-feature', feature: name, to } };
  }
  return null;
}

function phraseOf(name: FeatureName): string {
  return feature(name).title.toLowerCase();
}
