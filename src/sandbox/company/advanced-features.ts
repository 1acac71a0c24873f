import type { TenantKind } from './world.ts';

/**
 * The "Automated investigation" switch as tenants had it before April 2023. Its wire name was never published: an assumption,
 * made here only (facts: A.3, advanced features).
 */
export const HISTORIC_INVESTIGATION_KEY = 'AutomatedIrEnabled';

/** "Automatically resolve alerts". */
export const AUTO_RESOLVE_KEY = 'AutoResolveInvestigatedAlerts';

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
  [AUTO_RESOLVE_KEY]: true,
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

/** The settings object of a tenant; a `classic` one still has the historic switch, off, and resolves no alerts by itself. */
export function createAdvancedFeatures(kind: TenantKind): Record<string, boolean | number | null> {
  if (kind !== 'classic') return { ...LIVE };
  return { ...LIVE, [HISTORIC_INVESTIGATION_KEY]: false, [AUTO_RESOLVE_KEY]: false };
}
