import { FEATURE_NAMES, type Feature, feature } from '../../changes/features.ts';
import type { TenantKind } from './world.ts';

const LIVE: Readonly<Record<string, boolean | number | null>> = {
  EnableWdavPassiveModeRemediation: true,
  EnableWdavAuditMode: false,
  MagellanOptOut: false,
  HidePotentialDuplications: true,
  BlockListEnabled: true,
  LicenseEnabled: true,
  SkypeIntegrationEnabled: false,
  ShowUserAadProfile: true,
  AatpIntegrationEnabled: true,
  AatpWorkspaceExists: true,
  AutoResolveInvestigatedAlerts: true,
  EnableMcasIntegration: true,
  EnableAipIntegration: false,
  BilbaoApproved: true,
  BilbaoEnabled: true,
  EnableWdavAntiTampering: true,
  AllowWdavNetworkBlock: true,
  M365SecureScoreIntegrationEnabled: true,
  WebCategoriesEnabled: false,
  EnableEndpointDlp: true,
  EnableQuarantinedFileDownload: true,
  IsolateIncidentsWithDifferentDeviceGroups: false,
  EnableExcludedDevices: true,
  DartDataCollection: false,
  EnableAggregatedReporting: false,
  IsolationExclusionOptIn: false,
  MobileDeactivationPeriodInDays: null,
  UseSimplifiedConnectivity: true,
  UseSimplifiedConnectivityViaApi: false,
  EnableCustomAsrAdvancedProcessTermination: false,
  EnableHVAOnboardingOptions: false,
  LowFidelityEnrichmentEnabled: true,
};

/**
 * Creates the settings object of a tenant. A `classic` tenant has every switch that Airlock knows, turned off. A newer
 * tenant lacks the switches that Microsoft built in, and has the others turned on.
 */
export function createAdvancedFeatures(kind: TenantKind): Record<string, boolean | number | null> {
  const switches = FEATURE_NAMES.map(feature);
  if (kind === 'classic') return { ...LIVE, ...set(switches, false) };
  return {
    ...set(
      switches.filter(({ builtIn }) => builtIn === null),
      true,
    ),
    ...LIVE,
  };
}

function set(switches: readonly Feature[], value: boolean): Record<string, boolean> {
  return Object.fromEntries(switches.map(({ wireKey }) => [wireKey, value]));
}
