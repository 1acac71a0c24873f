import type { GuidingTenant } from '../tenant.ts';
import type { GuidedOptions } from './guided-options.ts';
import { readSnapshot } from './read-snapshot.ts';
import { stepsOf } from './steps/steps-of.ts';
import { verifyChange } from './verify-change.ts';

/**
 * Defender as the supported APIs show it. None of them writes these settings (facts/defender.md A.4), so a person applies what was approved,
 * by steps, and what can be read afterwards is read. There is no call in here that could change a tenant.
 */
export function createGuidedTenant(options: GuidedOptions): GuidingTenant {
  return {
    connector: 'guided',
    applies: 'by-hand',
    read: (scopes, devices) => readSnapshot(options, scopes, devices),
    steps: stepsOf,
    verify: (change) => verifyChange(options, change),
  };
}
