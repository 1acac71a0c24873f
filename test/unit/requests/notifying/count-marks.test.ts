import assert from 'node:assert/strict';
import { countMarks } from '../../../../src/requests/notifying/count-marks.ts';
import type { CarriedValue } from '../../../../src/requests/ports/directory.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { ALICE, admin, BOB, CARLA, knowing, request, silent } from '../rules/people/knowing.ts';

/** Services whose directory has these holders, and the values that it is asked to count. */
function counting(services: Services): { readonly services: Services; readonly counted: string[] } {
  const counted: string[] = [];
  const directory = {
    ...services.directory,
    holders: async () => [BOB.oid, CARLA.oid],
    carriers: async ({ values }: CarriedValue) => {
      counted.push(values.join(' '));
      return [];
    },
  };
  const log = { ...console, debug: () => undefined };
  return { services: { ...services, directory, log } as unknown as Services, counted };
}

describe('counting who shares a mark beforehand', () => {
  const people = [
    admin(ALICE, { employeeId: '1001', addresses: ['soc@x.example'] }),
    admin(BOB, { employeeId: '1002', addresses: ['soc+bob@x.example'] }),
    admin(CARLA, { employeeId: '1003', addresses: [] }),
  ];

  it('asks for the ids of everybody who may approve, at the start', async () => {
    const { services, counted } = counting(knowing(people));
    await countMarks(services, null);
    assert.deepEqual(counted.sort(), ['1002', '1003']);
  });

  it('asks for the requester’s, too, and for what they share with an approver, once there is a request', async () => {
    const { services, counted } = counting(knowing(people));
    await countMarks(services, request);
    assert.deepEqual(counted.sort(), ['1001', '1002', '1003', 'soc+bob@x.example soc@x.example']);
  });

  it('is left for later where the directory does not answer', async () => {
    const { services, counted } = counting(knowing([silent]));
    await countMarks(services, request);
    assert.deepEqual(counted, []);
  });
});
