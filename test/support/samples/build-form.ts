import { type Form, formSchema } from '../../../src/requests/record/form.ts';
import { BUILT_AT } from './build-request.ts';
import { type Plain, TENANT } from './ids.ts';

/** Fields of a form. */
export type FormFields = { readonly [K in keyof Form]?: K extends 'input' | 'draftedInput' ? Form[K] : Plain<Form[K]> };

/** A form that is whole in itself: Alice fills in a new device group; open unless overridden. */
export function buildForm(overrides: FormFields = {}): Form {
  return formSchema.parse({
    id: '7a1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12',
    tenantId: TENANT,
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
  });
}
