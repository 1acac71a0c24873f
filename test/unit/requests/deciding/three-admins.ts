import type { Standing } from '../../../../src/requests/ports/directory.ts';
import type { Actor } from '../../../../src/requests/record/request.ts';
import { aStanding } from '../../../support/people/a-person.ts';
import { anOid } from '../../../support/samples/ids.ts';

export const ALICE = somebody('aaaaaaaa-0000-4000-8000-000000000001', 'Alice Nguyen');
export const BOB = somebody('bbbbbbbb-0000-4000-8000-000000000002', 'Bob Ortiz');
export const CARLA = somebody('cccccccc-0000-4000-8000-000000000003', 'Carla Weiss');

function somebody(oid: string, name: string): Required<Actor> {
  return { oid: anOid(oid), name, principalName: `${oid}@contoso.example` };
}

/** Everybody is an admin, and everybody is somebody else. */
export function admin(oid: string): Standing {
  const known = [ALICE, BOB, CARLA].find((one) => one.oid === oid);
  return aStanding(oid, known && { name: known.name });
}
