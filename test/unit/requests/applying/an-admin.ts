import type { Standing } from '../../../../src/requests/ports/directory.ts';
import { anOid } from '../../../support/samples/ids.ts';

/** Somebody who holds the role `admins`, with nothing that anybody else has, too. */
export function admin(oid: string): Standing {
  const addresses = [`${oid}@contoso.example`];
  const person = {
    oid: anOid(oid),
    name: oid,
    userPrincipalName: oid,
    enabled: true,
    userType: 'Member' as const,
    addresses,
  };
  return { person: { ...person, employeeId: null, onPremisesImmutableId: null }, holds: ['admins'], mayActivate: [] };
}
