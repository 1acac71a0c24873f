import { createHash } from 'node:crypto';
import type { DirectoryPerson, Standing } from '../../../src/requests/ports/directory.ts';
import type { Actor } from '../../../src/requests/record/request.ts';
import { actorOf } from '../../../src/requests/rules/people/rights.ts';
import { anOid } from '../samples/ids.ts';

/** Old enough for everything. */
const LONG_AGO = Date.UTC(2020, 0, 1);

/** The people of built requests; anybody else is called by their object id. */
const NAMES: Readonly<Record<string, string>> = {
  'aaaaaaaa-0000-4000-8000-000000000001': 'Alice Nguyen',
  'bbbbbbbb-0000-4000-8000-000000000002': 'Bob Ortiz',
  'aaaaaaaa-0000-4000-8000-000000000003': 'Grace Gallagher',
  'cccccccc-0000-4000-8000-000000000003': 'Carla Weiss',
};

/** An account of somebody whom nothing links to anybody else: an employee id and an address of its own. */
export function aPerson(oid: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson {
  return {
    oid: anOid(oid),
    name: NAMES[oid] ?? oid,
    userPrincipalName: `${oid}@contoso.example`,
    enabled: true,
    userType: 'Member',
    isExternal: false,
    createdAt: LONG_AGO,
    employeeId: numberOf(oid),
    onPremisesImmutableId: null,
    addresses: [`${oid}@contoso.example`],
    ...more,
  };
}

/** Nine digits that no other object id has. */
function numberOf(oid: string): string {
  return String(1e8 + (Number.parseInt(createHash('sha256').update(oid).digest('hex').slice(0, 8), 16) % 9e8));
}

/** Somebody who holds the role `admins`, or what the test says. */
export function aStanding(
  oid: string,
  more: Partial<DirectoryPerson> = {},
  holds: readonly string[] = ['admins'],
): Standing {
  return { person: aPerson(oid, more), holds, mayActivate: [] };
}

/** Somebody who acts, by the names that the directory has for them. */
export function anActor(oid: string): Actor {
  return actorOf(aPerson(oid));
}
