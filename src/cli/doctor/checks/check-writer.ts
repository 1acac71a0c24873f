import { supportedRows } from '../../../defender/supported/registry.ts';
import type { WritePermission } from '../../../defender/supported/supported-kind.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import { holdsPermission, type TokenClaims, tokenClaims } from '../../../shared/http/token-claims.ts';
import type { Check, ServiceContext } from '../context.ts';
import { ACTING, RESOURCES } from './permissions.ts';

/** Each kind of change that is switched on, and whether the identity that writes may write it: by its tokens alone. */
export const writer: Check<ServiceContext> = {
  id: 'writer',
  title: 'Writing by supported APIs',
  async run({ config, writerToken }) {
    const { supported, graph } = config;
    if (supported === null)
      return [ok('no kind of change is switched on (CHANGE_KINDS): Airlock asks for no permission to write')];
    const rows = supportedRows(supported.kinds);
    const resources = [...new Set(rows.flatMap(({ permissions }) => permissions.map(({ resource }) => resource)))];
    const claims = new Map<WritePermission['resource'], TokenClaims | null>();
    for (const resource of resources) claims.set(resource, tokenClaims(await writerToken(resource)));
    const granted = rows.flatMap(({ kind, permissions }) =>
      permissions.map((permission) => judged(kind, permission, claims.get(permission.resource) ?? null)),
    );
    const built = rows.map(({ kind }): string => kind);
    const missing = supported.kinds.filter((kind) => !built.includes(kind)).map(notBuilt);
    const used = rows.flatMap(({ permissions }) => permissions.map(({ name }) => name));
    const roles = [...claims.values()].flatMap((one) => one?.roles ?? []);
    return [
      ...sameIdentity(graph.clientId, supported.credential.clientId),
      ...granted,
      ...missing,
      ...tooMuch(roles, used),
    ];
  },
};

function judged(kind: string, { resource, name, why }: WritePermission, claims: TokenClaims | null): Finding {
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

function tooMuch(roles: readonly string[], used: readonly string[]): readonly Finding[] {
  const more = [...new Set(roles.filter((role) => ACTING.test(role) && !used.includes(role)))];
  if (more.length === 0) return [];
  const why = 'No kind of change that is switched on needs it.';
  return [warning(`it also grants ${more.join(', ')}`, why, 'Remove these permissions.')];
}
