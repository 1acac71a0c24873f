import assert from 'node:assert/strict';
import type { GraphCall } from '../../../src/directory/graph-call.ts';
import { eligibleFor } from '../../../src/directory/graph-roles.ts';
import { ROLES } from '../../../src/sandbox/company/roles.ts';
import { anOid } from '../../support/samples/ids.ts';

const ME = anOid('00000000-0000-4000-8000-000000000001');
const ADMIN = ROLES['Security Administrator'];
const GLOBAL = ROLES['Global Administrator'];
const [GROUP, OTHER] = ['00000000-0000-4000-8000-0000000000aa', '00000000-0000-4000-8000-0000000000bb'];
const many = Array.from({ length: 60 }, (_, n) => `00000000-0000-4000-8000-00000000${1_000 + n}`);
const MORE = 'https://graph.microsoft.com/more';

interface Tenant {
  /** Roles that this person is eligible for, and the groups that are, by role; a number is a status in its place. */
  readonly own?: readonly string[] | number;
  readonly groups?: Readonly<Record<string, readonly string[] | number>>;
  /** The filters whose list goes on. */
  readonly goesOn?: RegExp;
  readonly memberOf?: readonly string[] | number;
}

function graph({ own = [], groups = {}, goesOn = /^$/, memberOf = [] }: Tenant): GraphCall {
  return async (method, path, body) => {
    const headers = new Headers();
    if (method === 'POST') {
      if (typeof memberOf === 'number') return { status: memberOf, body: {}, headers };
      const { ids } = body as { ids: readonly string[] };
      return { status: 200, body: { value: ids.filter((id) => memberOf.includes(id)) }, headers };
    }
    const filter = decodeURIComponent(path);
    const role = [ADMIN, GLOBAL].find((one) => filter.includes(`roleDefinitionId eq '${one}'`));
    const list = role ? (groups[role] ?? []) : own;
    if (typeof list === 'number') return { status: list, body: {}, headers };
    const value = list.map((id) => ({ roleDefinitionId: role ?? id, principalId: role ? id : ME }));
    return { status: 200, body: { value, ...(goesOn.test(filter) && { '@odata.nextLink': MORE }) }, headers };
  };
}

describe('the roles that somebody could activate', () => {
  for (const [what, tenant, found] of [
    ['are none where nobody is eligible', {}, []],
    ['are their own', { own: [ADMIN] }, [ADMIN]],
    ['are those of a group that they are in', { groups: { [ADMIN]: [GROUP] }, memberOf: [GROUP] }, [ADMIN]],
    ['are none of a group that they are not in', { groups: { [ADMIN]: [OTHER] }, memberOf: [GROUP] }, []],
    ['are not known where their own cannot be asked', { own: 403 }, null],
    ['are not known where their own go on', { own: ['x'], goesOn: /principalId/ }, null],
    ['are not known where those of a role cannot be asked', { groups: { [ADMIN]: 403 } }, null],
    ['are not known where those of a role go on', { groups: { [ADMIN]: [OTHER] }, goesOn: /roleDefinition/ }, null],
    ['are known as far as they are found', { groups: { [ADMIN]: [GROUP], [GLOBAL]: 500 }, memberOf: [GROUP] }, [ADMIN]],
    ['are not known where membership cannot be asked', { groups: { [ADMIN]: [GROUP] }, memberOf: 404 }, null],
    ['are not known behind more groups than are asked about', { groups: { [ADMIN]: [...many, GROUP] } }, null],
  ] as const)
    it(what, async () => {
      assert.deepEqual(await eligibleFor(graph(tenant), ME, [ADMIN, GLOBAL], new Map()), found);
    });
});
