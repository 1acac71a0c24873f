import type { Permission } from '../../../defender/define-connector.ts';
import { answerFault, saysNone } from '../../../defender/public-api/answer-fault.ts';
import { connectorNamed } from '../../../defender/registry/connectors.ts';
import { supportedRows } from '../../../defender/supported/registry.ts';
import type { WritePermission } from '../../../defender/supported/supported-kind.ts';
import { type AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import { holdsPermission, type TokenClaims, tokenClaims } from '../../../shared/http/token-claims.ts';
import type { Check, ServiceContext } from '../context.ts';
import { ACTING, RESOURCES, usedPermissions } from './permissions.ts';

type Api = Permission['resource'];

/**
 * Checks the token for one API, what it grants, and whether the API agrees: by the token's roles, and by a call that
 * needs each permission.
 */
async function permissionsOf(context: ServiceContext, resource: Api): Promise<readonly Finding[]> {
  const { tenantId, connector } = context.config;
  const claims = tokenClaims(await context.token(resource));
  if (claims?.tenantId && claims.tenantId !== tenantId) {
    const why = 'Airlock would read the people and devices of that tenant.';
    const mend = 'Set GRAPH_CLIENT_ID to an identity in the tenant of TENANT_ID.';
    return [failure('the token is for another tenant', why, mend)];
  }
  const used = usedPermissions(resource, connector.kind);
  try {
    const found = await Promise.all(used.map((permission) => judge(context, permission, claims)));
    return [...found, ...tooMuch(claims)];
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return [silent(context, resource, error)];
  }
}

/** @throws AirlockError when there is no answer */
async function judge(context: ServiceContext, permission: Permission, claims: TokenClaims | null): Promise<Finding> {
  const { resource, name, why, optional, probe, post } = permission;
  const api = RESOURCES[resource].name;
  const grant = `Grant ${name} on ${api} to the app or managed identity of GRAPH_CLIENT_ID, as an application permission with admin consent.`;
  const needed = `It is needed for: ${why}.`;
  if (claims && !holdsPermission(claims.roles, name)) {
    return optional
      ? ok(`${name} is not granted (optional; used for: ${why})`)
      : failure(`${name} is not granted`, needed, grant);
  }
  const { status, body } = await context.probe(resource, probe, post);
  const refusal = { status, body, roles: claims?.roles ?? null };
  if (status === 200 || (resource === 'mde' && saysNone(refusal))) return ok(`${name} works`);
  const service = { name: resource === 'mde' ? 'Defender' : api, api, permission: name };
  const { message } = answerFault(service, refusal);
  if (status !== 401 && status !== 403)
    return warning(`${name} was answered with HTTP ${status}`, message, isPassing(status) ? LATER : REASON_ALONE);
  const told = optional ? warning : failure;
  return told(`${name} does not work (HTTP ${status})`, `${message} ${needed}`, claims ? REASON : grant);
}

/** Whether the same call may be answered otherwise in a while. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

const LATER = 'Run the doctor again in a few minutes.';
const REASON_ALONE = 'Look for the cause in the reason that was given: to ask again changes nothing.';

/** The token holds the permission, so to grant it would not help. */
const REASON = 'Look for the cause in the reason that was given: no permission is missing in the token.';

function silent({ config }: ServiceContext, resource: Api, error: AirlockError): Finding {
  const { host } = new URL(config.endpoints[resource]);
  const isOptional = usedPermissions(resource, config.connector.kind).every(({ optional }) => optional);
  return (isOptional ? warning : failure)('does not answer', error.message, `Let this machine reach ${host}.`);
}

/** Warns of permissions that Airlock does not need: whoever takes over its identity could use them. */
function tooMuch(claims: TokenClaims | null): Finding[] {
  const acting = (claims?.roles ?? []).filter((role) => ACTING.test(role));
  if (acting.length === 0) return [];
  return [
    warning(
      `it also grants ${acting.join(', ')}`,
      'Airlock only needs to read.',
      'Remove these permissions, or give Airlock its own identity.',
    ),
  ];
}

export const defenderApi: Check<ServiceContext> = {
  id: 'defender-api',
  title: 'Defender API',
  run: (context) => permissionsOf(context, 'mde'),
};

/** All that it grants is optional: without a token, or an answer, Airlock works. */
export const activityFeed: Check<ServiceContext> = {
  id: 'activity-feed',
  title: 'Activity feed',
  async run(context) {
    try {
      return await permissionsOf(context, 'activity');
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      return [
        ok(`no token for it, so it is not known whether ActivityFeed.Read is granted (optional): ${error.message}`),
      ];
    }
  },
};

export const graph: Check<ServiceContext> = {
  id: 'graph',
  title: 'Microsoft Graph',
  run: (context) => permissionsOf(context, 'graph'),
};

/** The connector's own checks; they are in its folder. */
export const connector: Check<ServiceContext> = {
  id: 'connector',
  title: 'Connector',
  async run({ config, clock, directory, tenant }) {
    const { kind, settings } = config.connector;
    return connectorNamed(kind).examine({ clock, directory, tenant }, settings);
  },
};

/** Each kind of change that is switched on, and whether the identity that writes may write it: by its tokens alone. */
export const writer: Check<ServiceContext> = {
  id: 'writer',
  title: 'Writing by supported APIs',
  async run({ config, writerToken }) {
    const { supported, graph } = config;
    const inVain = emergenciesInVain(config);
    if (supported === null)
      return [
        ok('no kind of change is switched on (CHANGE_KINDS): Airlock asks for no permission to write'),
        ...inVain,
      ];
    const rows = supportedRows(supported.kinds);
    const resources = [...new Set(rows.flatMap(({ permissions }) => permissions.map(({ resource }) => resource)))];
    const claims = new Map<WritePermission['resource'], TokenClaims | null>();
    for (const resource of resources) claims.set(resource, tokenClaims(await writerToken(resource)));
    const granted = rows.flatMap(({ kind, permissions }) =>
      permissions.map((permission) => judgedWrite(kind, permission, claims.get(permission.resource) ?? null)),
    );
    const built = rows.map(({ kind }): string => kind);
    const missing = supported.kinds.filter((kind) => !built.includes(kind)).map(notBuilt);
    const used = rows.flatMap(({ permissions }) => permissions.map(({ name }) => name));
    const roles = [...claims.values()].flatMap((one) => one?.roles ?? []);
    return [
      ...sameIdentity(graph.clientId, supported.credential.clientId),
      ...granted,
      ...missing,
      ...inVain,
      ...moreThanUsed(roles, used),
    ];
  },
};

/** Acts that may be done at once, though nobody can ask for them. */
function emergenciesInVain({ supported, policy }: ServiceContext['config']): readonly Finding[] {
  const { emergency } = policy.deviceActs;
  if (emergency.length === 0 || supported?.kinds.includes('response-actions')) return [];
  return [
    warning(
      `EMERGENCY_ACTIONS names ${emergency.join(', ')}, and response-actions is not switched on`,
      'So nobody can ask for any of them, in an emergency or not.',
      'Add response-actions to CHANGE_KINDS, or empty EMERGENCY_ACTIONS.',
    ),
  ];
}

function judgedWrite(kind: string, { resource, name, why }: WritePermission, claims: TokenClaims | null): Finding {
  const api = RESOURCES[resource].name;
  if (claims === null)
    return warning(
      `${kind}: whether ${name} is granted is not known`,
      'The token cannot be read.',
      `Look in Entra ID.`,
    );
  if (holdsPermission(claims.roles, name)) return ok(`${kind}: ${name} is granted (${why})`);
  const mend = `Grant ${name} on ${api} to the app or managed identity of WRITE_CLIENT_ID, with admin consent; or take ${kind} out of CHANGE_KINDS.`;
  return failure(`${kind}: ${name} is not granted`, `It is needed for: ${why}.`, mend);
}

function notBuilt(kind: string): Finding {
  const mend = `Take ${kind} out of CHANGE_KINDS.`;
  return warning(
    `${kind} is switched on`,
    'This version of Airlock cannot write it yet, so nobody can ask for it.',
    mend,
  );
}

function sameIdentity(reader: string, own: string): readonly Finding[] {
  if (reader !== own) return [];
  const why = 'Whoever takes over the identity that reads could write.';
  return [failure('it is the identity of GRAPH_CLIENT_ID', why, 'Give WRITE_CLIENT_ID an identity of its own.')];
}

function moreThanUsed(roles: readonly string[], used: readonly string[]): readonly Finding[] {
  const more = [...new Set(roles.filter((role) => ACTING.test(role) && !used.includes(role)))];
  if (more.length === 0) return [];
  const why = 'No kind of change that is switched on needs it.';
  return [warning(`it also grants ${more.join(', ')}`, why, 'Remove these permissions.')];
}
