/** The services for which tokens are issued, by the sandbox's names, each with the identifiers that a scope may use. */
export const RESOURCES = {
  graph: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
  mde: [
    'https://api.securitycenter.microsoft.com',
    'https://api.security.microsoft.com',
    'https://securitycenter.onmicrosoft.com/windowsatpservice',
  ],
  activity: ['https://manage.office.com', 'c5393580-f805-4401-95e8-94b7a6ef2fc2'],
  connector: ['https://api.botframework.com'],
} as const;

export type ResourceName = keyof typeof RESOURCES;

const NAMES = Object.keys(RESOURCES) as ResourceName[];

/** Finds the service with this identifier URI; null if the tenant has no such service principal. */
export function resourceOf(identifier: string): ResourceName | null {
  return NAMES.find((name) => RESOURCES[name].some((uri) => uri === identifier)) ?? null;
}
