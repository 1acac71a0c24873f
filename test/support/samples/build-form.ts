import type { Form } from '../../../src/requests/record/form.ts';
import { BUILT_AT } from './build-request.ts';

/** A form that is whole in itself: Alice fills in a new device group; open unless overridden. */
export function buildForm(overrides: Partial<Form> = {}): Form {
  return {
    id: '7a1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12',
    tenantId: '11111111-1111-4111-8111-111111111111',
    rev: 1,
    state: 'open',
    input: {
      kind: 'device-group.create',
      fields: {
        name: 'Finance laptops',
        description: '',
        level: 'full',
        conditions: [{ property: 'name', operator: 'starts-with', value: 'FIN-' }],
        access: [],
      },
    },
    faults: [],
    choices: { groups: [], access: [] },
    requester: { oid: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Alice Nguyen' },
    origin: '19:soc@thread.tacv2',
    createdAt: BUILT_AT,
    deadline: null,
    requestId: null,
    draftedInput: null,
    ...overrides,
  };
}
