import { el } from '../shell/el.js';

const KINDS = [
  ['classic', 'Classic: the switch exists, off'],
  ['current', 'Current: investigation is built in'],
  ['business', 'Defender for Business: no groups'],
  ['plan1', 'Plan 1: no automated investigation'],
];

/** The kind of tenant. Another choice starts that tenant in its initial state. */
export function tenantKindSection(act) {
  const select = el(
    'select',
    {
      'aria-label': 'Tenant played',
      data: { testid: 'tenant-kind' },
      on: { change: (event) => act('tenant', { kind: event.target.value }) },
    },
    ...KINDS.map(([kind, words]) => el('option', { value: kind, text: words })),
  );
  const element = el(
    'section',
    {},
    el('h3', { text: 'Tenant played' }),
    select,
    el('p', {
      class: 'hint',
      text: 'The bot takes another one for the same tenant, changed outside Airlock: it tells so, and what was said of it before still holds. To begin anew, start the demo anew.',
    }),
  );
  const show = (_tenant, { kind }) => {
    select.value = kind;
  };
  return { element, show };
}
