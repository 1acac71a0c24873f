import { z } from 'zod';
import {
  FEATURE_NAMES,
  type FeatureName,
  type FeatureState,
  feature,
  ofEachFeature,
} from '../../../changes/features.ts';
import { featureKey, type Sources } from '../../../changes/knowledge/knowledge.ts';
import type { Product } from '../../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import type { PortalCall } from '../portal-call.ts';

const FEATURES_PATH = '/settings/GetAdvancedFeaturesSetting';
export const CONTEXT_PATH = '/sccManagement/mgmt/TenantContext?realTime=true';

/** The flat settings object, complete and unchanged: a write sends it back with one key changed. */
const settingsObject = z.record(z.string(), z.unknown());

export type SettingsObject = z.infer<typeof settingsObject>;

const tenantContext = z.looseObject({
  MdeFlavor: z.string().optional().catch(undefined),
  Features: z.looseObject({}).optional().catch(undefined),
});

export type TenantContext = z.infer<typeof tenantContext>;

export async function readSettings(call: PortalCall): Promise<SettingsObject> {
  const settings = known(settingsObject.safeParse(await call('GET', FEATURES_PATH)), 'advanced features');
  // Where no switch came at all, one that is absent is not known to be built in.
  const holdsAny = FEATURE_NAMES.some((name) => feature(name).wireKey in settings);
  return holdsAny ? settings : known({ success: false }, 'advanced features');
}

export async function readContext(call: PortalCall): Promise<TenantContext> {
  return known(tenantContext.safeParse(await call('GET', CONTEXT_PATH)), 'tenant context');
}

/** @throws AirlockError tenant-schema */
export function known<T>(parsed: { success: true; data: T } | { success: false }, what: string): T {
  if (parsed.success) return parsed.data;
  throw new AirlockError('tenant-schema', t`Defender answered in a form that Airlock does not know.`, {
    details: { what },
  });
}

/** The state of each switch in the settings object. A switch that is absent there may be built into the tenant. */
export function featuresOf(
  settings: SettingsObject,
  context: TenantContext,
): Readonly<Record<FeatureName, FeatureState>> {
  return ofEachFeature((name) => {
    const { wireKey, builtIn } = feature(name);
    const value = settings[wireKey];
    if (value !== undefined || builtIn === null) return switchState(value);
    return builtIn.flags.some((flag) => flagsOf(context)[flag] === true) ? 'built-in' : 'unknown';
  });
}

/** By what a switch counts as built in (docs/facts/defender.md#portal-advanced-features). */
const BUILT_IN_BY = msg`Defender's answer, which lacks this switch, and a flag of the tenant that says it is on`;

/** That a switch is built in is no value that was read: it is an assumption. @param at when it was read, in ms */
export function featureSources(features: Readonly<Record<FeatureName, FeatureState>>, at: number): Sources {
  const assumed = FEATURE_NAMES.filter((name) => features[name] === 'built-in');
  return Object.fromEntries(
    assumed.map((name) => [featureKey(name), { kind: 'reckoned', at, by: BUILT_IN_BY } as const]),
  );
}

/** The flags of the tenant context: some are in the context itself, others in its `Features`. */
function flagsOf({ Features, ...flags }: TenantContext): Readonly<Record<string, unknown>> {
  return { ...Features, ...flags };
}

function switchState(value: unknown): FeatureState {
  if (typeof value !== 'boolean') return 'unknown';
  return value ? 'on' : 'off';
}

export function productOf(context: TenantContext): Product {
  const flavor = context.MdeFlavor?.toLowerCase() ?? '';
  if (flavor.includes('business')) return 'business';
  if (flavor === 'p1') return 'plan1';
  if (flavor === 'p2') return 'plan2';
  return 'unknown';
}
