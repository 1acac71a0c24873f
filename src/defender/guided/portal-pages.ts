/** The pages of the Defender portal on which a person applies a change; they open for whoever may see them. */
export const PORTAL_PAGES = {
  advancedFeatures: 'https://security.microsoft.com/securitysettings/endpoints/integration',
  deviceGroups: 'https://security.microsoft.com/securitysettings/endpoints/machine_groups',
} as const;
