import { z } from 'zod';
import type { FeatureName, FeatureState } from '../../changes/features.ts';
import type { Product } from '../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { PortalCall } from './portal-call.ts';

export const FEATURES_PATH = '/settings/GetAdvancedFeaturesSetting';
const CONTEXT_PATH = '/sccManagement/mgmt/TenantContext?realTime=true';

/**
 * Each feature's key in the settings object. The historic switch's key was never published: `AutomatedIrEnabled` is an assumption, and
 * the switch is taken to exist only where the tenant's own answer holds it
 * (docs/facts/defender.md#portal-advanced-features).
 */
export const FEATURE_KEYS: Readonly<Record<FeatureName, string>> = {
  'automated-investigation': 'AutomatedIrEnabled',
  'auto-resolve-alerts': 'AutoResolveInvestigatedAlerts',
};

/** The flat settings object, whole and unchanged: what is written back is this with one key changed. */
export const settingsObject = z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.null()]));

export type SettingsObject = z.infer<typeof settingsObject>;

const tenantContext = z.object({
  IsAutomatedIrEnabled: z.boolean().optional(),
  MdeFlavor: z.string().optional(),
  Features: z
    .object({ AutoInvestigationEnabled: z.boolean().optional(), RbacMachineGroups: z.boolean().optional() })
    .optional(),
});

export type TenantContext = z.infer<typeof tenantContext>;

export async function readSettings(call: PortalCall): Promise<SettingsObject> {
  return known(settingsObject.safeParse(await call('GET', FEATURES_PATH)), 'advanced features');
}

export async function readContext(call: PortalCall): Promise<TenantContext> {
  return known(tenantContext.safeParse(await call('GET', CONTEXT_PATH)), 'tenant context');
}

/** @throws AirlockError tenant-schema */
export function known<T>(parsed: { success: true; data: T } | { success: false }, what: string): T {
  if (parsed.success) return parsed.data;
  throw new AirlockError('tenant-schema', 'Defender answered in a form that Airlock does not know.', {
    details: { what },
  });
}

export function featuresOf(settings: SettingsObject, context: TenantContext): Record<FeatureName, FeatureState> {
  return {
    'automated-investigation': investigation(settings, context),
    'auto-resolve-alerts': switchState(settings[FEATURE_KEYS['auto-resolve-alerts']]),
  };
}

function investigation(settings: SettingsObject, context: TenantContext): FeatureState {
  const value = settings[FEATURE_KEYS['automated-investigation']];
  if (value !== undefined) return switchState(value);
  return context.IsAutomatedIrEnabled || context.Features?.AutoInvestigationEnabled ? 'built-in' : 'unknown';
}

function switchState(value: SettingsObject[string] | undefined): FeatureState {
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
