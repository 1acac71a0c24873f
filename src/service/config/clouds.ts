export type Cloud = 'public' | 'us-government';

/** Origins of the services that Airlock talks to. */
export interface Endpoints {
  readonly login: string;
  readonly graph: string;
  readonly mde: string;
  readonly portal: string;
  /** The Management Activity API. */
  readonly activity: string;
}

type Hosts = { readonly [K in keyof Endpoints]: readonly string[] };

/**
 * Every host that a setting may name, the usual one first (learn: exposed-apis-list, defender-endpoint/gov,
 * graph/deployments, office-365-management-activity-api-reference). GCC uses the public cloud except for its own
 * Defender and activity hosts; DoD has its own Graph and portal.
 */
const HOSTS: Readonly<Record<Cloud, Hosts>> = {
  public: {
    login: ['login.microsoftonline.com'],
    graph: ['graph.microsoft.com'],
    mde: [
      'api.security.microsoft.com',
      'us.api.security.microsoft.com',
      'eu.api.security.microsoft.com',
      'uk.api.security.microsoft.com',
      'au.api.security.microsoft.com',
      'swa.api.security.microsoft.com',
      'ina.api.security.microsoft.com',
      'api.securitycenter.microsoft.com',
      'api-gcc.securitycenter.microsoft.us',
    ],
    portal: ['security.microsoft.com'],
    activity: ['manage.office.com', 'manage-gcc.office.com'],
  },
  'us-government': {
    login: ['login.microsoftonline.us'],
    graph: ['graph.microsoft.us', 'dod-graph.microsoft.us'],
    mde: ['api-gov.securitycenter.microsoft.us'],
    portal: ['security.microsoft.us', 'security.apps.mil'],
    activity: ['manage.office365.us', 'manage.protection.apps.mil'],
  },
};

/** The default addresses of a cloud's services. */
export function endpointsOf(cloud: Cloud): Endpoints {
  const { login, graph, mde, portal, activity } = HOSTS[cloud];
  return {
    login: `https://${login[0]}`,
    graph: `https://${graph[0]}`,
    mde: `https://${mde[0]}`,
    portal: `https://${portal[0]}`,
    activity: `https://${activity[0]}`,
  };
}

/** Whether an origin belongs to this cloud, over https and on the usual port. */
export function isKnownOrigin(cloud: Cloud, service: keyof Endpoints, origin: string): boolean {
  const { protocol, port, hostname } = new URL(origin);
  return protocol === 'https:' && port === '' && HOSTS[cloud][service].includes(hostname);
}

/** Whether an origin is this machine over http, as the sandbox is. */
export function isLoopbackOrigin(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && isLoopback(hostname);
}

export function isLoopback(host: string): boolean {
  return /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[?::1\]?)$/i.test(host);
}

/**
 * Token scopes, by the service they are for. Government Defender hosts, and every host of the Management Activity API,
 * are their own audiences (learn: defender-endpoint/gov, get-started-with-office-365-management-apis).
 */
export function scopesOf(cloud: Cloud, endpoints: Endpoints) {
  const { hostname } = new URL(endpoints.mde);
  const isGovernment = hostname.endsWith('.securitycenter.microsoft.us');
  const graph = cloud === 'us-government' ? endpoints.graph : 'https://graph.microsoft.com';
  return {
    graph: `${graph}/.default`,
    mde: `${isGovernment ? endpoints.mde : 'https://api.securitycenter.microsoft.com'}/.default`,
    activity: `${isLoopbackOrigin(endpoints.activity) ? 'https://manage.office.com' : endpoints.activity}/.default`,
    bot: `https://api.botframework.${cloud === 'us-government' ? 'us' : 'com'}/.default`,
  } as const;
}

/** The token scope of PostgreSQL in Azure (learn: azure/postgresql, how-to-connect-with-managed-identity). */
export function databaseScope(cloud: Cloud): string {
  const host = cloud === 'us-government' ? 'database.usgovcloudapi.net' : 'database.windows.net';
  return `https://ossrdbms-aad.${host}/.default`;
}
