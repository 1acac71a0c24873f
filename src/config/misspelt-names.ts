import { editDistance } from '../changes/edit-distance.ts';
import { DEMO_SETTINGS } from './demo-settings.ts';
import { PRODUCTION_SETTINGS } from './production-settings.ts';
import type { Environment } from './read-settings.ts';

const KNOWN: readonly string[] = Object.values({ ...PRODUCTION_SETTINGS, ...DEMO_SETTINGS }).map(
  ({ variable }) => variable,
);

/** Shorter names are near to each other by chance. */
const LONG = 8;

/** Variables that are set, that Airlock does not know, and whose names are nearly those of some that it does. */
export function misspeltNames(env: Environment): readonly { readonly name: string; readonly meant: string }[] {
  return Object.keys(env).flatMap((name) => {
    if (name.length < LONG || KNOWN.includes(name)) return [];
    const meant = KNOWN.find((known) => known.length >= LONG && editDistance(name.toUpperCase(), known) <= 2);
    return meant === undefined ? [] : [{ name, meant }];
  });
}
