import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { isAirlockError } from '../../shared/errors.ts';
import { checkPostgresUrl } from '../../store/databases/postgres.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const guid = z
  .string()
  .trim()
  .toLowerCase()
  .regex(GUID, 'is not a GUID')
  .refine((id) => id !== NIL, 'is the GUID of nothing');

/** How the text of a variable becomes a value; messages never repeat what was given, which may be a secret. */
export const settingValues = {
  guid,
  guids: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(
      z
        .array(z.string().toLowerCase().regex(GUID, 'names something that is not a GUID'))
        .max(20, 'names more than 20 ids'),
    ),
  port: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port')
    .transform(Number)
    .pipe(z.number().max(65_535, 'is not a port')),
  count: z
    .string()
    .regex(/^\d{1,3}$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(1, 'must be 1 or more')),
  path: z
    .string()
    .trim()
    .min(1, 'is empty')
    .transform((path) => (isAbsolute(path) ? path : resolve(path))),
  /** `90m`, `24h`, `3d` -> milliseconds. */
  duration: z
    .string()
    .regex(/^\d{1,4}[smhd]$/, 'is not a time such as 30m, 4h or 3d')
    .transform((value) => Number(value.slice(0, -1)) * UNITS[value.slice(-1) as keyof typeof UNITS]),
  secret: z.string().regex(/^[\x21-\x7e]+$/, 'is empty, or holds spaces or characters that no secret of Entra has'),
  /** An address or a name to listen on; never with a port. */
  host: z
    .string()
    .trim()
    .regex(/^([a-z0-9-]+(\.[a-z0-9-]+)*|[0-9a-f:]*:[0-9a-f:]*)$/i, 'is neither an address nor a name of this machine'),
  /** Scheme, host and port, without a slash at its end. */
  origin: z
    .string()
    .trim()
    .refine(isOrigin, 'is not an address such as https://host, without path, query, name or password')
    .transform((text) => new URL(text).origin),
  /** The store's own rules; the address may hold a password. */
  postgres: z.string().trim().superRefine(isPostgres),
} as const;

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return pathname === '/' && !search && !hash && !username && !password;
}

function isPostgres(text: string, context: z.RefinementCtx<string>): void {
  try {
    checkPostgresUrl(text);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    context.addIssue({ code: 'custom', message: `cannot be used: ${error.message}` });
  }
}
export type Cloud = 'public' | 'us-government';

/** Origins of the services that Airlock talks to. */
export interface Endpoints {
  readonly login: string;
  readonly graph: string;
  readonly mde: string;
  readonly portal: string;
}

type Hosts = { readonly [K in keyof Endpoints]: readonly string[] };

/**
 * Every host that may be named, the usual one first (learn: exposed-apis-list, defender-endpoint/gov, graph/deployments). GCC lives in the
 * public cloud but for its own Defender host; DoD has a Graph and a portal of its own.
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
  },
  'us-government': {
    login: ['login.microsoftonline.us'],
    graph: ['graph.microsoft.us', 'dod-graph.microsoft.us'],
    mde: ['api-gov.securitycenter.microsoft.us'],
    portal: ['security.microsoft.us', 'security.apps.mil'],
  },
};

/** Where the cloud's services are unless a variable says otherwise. */
export function endpointsOf(cloud: Cloud): Endpoints {
  const { login, graph, mde, portal } = HOSTS[cloud];
  return {
    login: `https://${login[0]}`,
    graph: `https://${graph[0]}`,
    mde: `https://${mde[0]}`,
    portal: `https://${portal[0]}`,
  };
}

/** Whether an origin is one of this cloud's own, over https and on the usual port. */
export function isKnownOrigin(cloud: Cloud, service: keyof Endpoints, origin: string): boolean {
  const { protocol, port, hostname } = new URL(origin);
  return protocol === 'https:' && port === '' && HOSTS[cloud][service].includes(hostname);
}

/** Whether an origin is this machine over http: the sandbox, and nothing that leaves the machine. */
export function isLoopbackOrigin(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && isLoopback(hostname);
}

export function isLoopback(host: string): boolean {
  return /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[?::1\]?)$/i.test(host);
}

/** Scopes of the tokens, by where they are used. Government Defender hosts are audiences of their own (learn: defender-endpoint/gov). */
export function scopesOf(cloud: Cloud, endpoints: Endpoints) {
  const { hostname } = new URL(endpoints.mde);
  const isGovernment = hostname.endsWith('.securitycenter.microsoft.us');
  const graph = cloud === 'us-government' ? endpoints.graph : 'https://graph.microsoft.com';
  return {
    graph: `${graph}/.default`,
    mde: `${isGovernment ? endpoints.mde : 'https://api.securitycenter.microsoft.com'}/.default`,
    bot: `https://api.botframework.${cloud === 'us-government' ? 'us' : 'com'}/.default`,
  } as const;
}
