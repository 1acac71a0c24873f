import { el } from '../shell/el.js';
import { listen, store } from '../shell/store.js';

const ROLES = [
  'Security Administrator',
  'Global Administrator',
  'Security Reader',
  'Security Operator',
  'Global Reader',
];

/** Gives a role to a person or takes it away, as another admin would in Entra. */
export function rolesSection(act) {
  const person = el('select', { 'aria-label': 'Person', data: { testid: 'role-person' } });
  const role = el(
    'select',
    { 'aria-label': 'Role', data: { testid: 'role-name' } },
    ...ROLES.map((name) => el('option', { value: name, text: name })),
  );
  const held = el('p', { class: 'hint', 'aria-live': 'polite', data: { testid: 'role-held' } });
  const change = (give) => async () => {
    const answer = await act('roles', { person: person.value, role: role.value, give });
    if (answer) held.textContent = `${answer.name} now holds: ${answer.roles.join(', ') || 'no role'}.`;
  };
  const button = (text, testid, give) =>
    el('button', { class: 'small', type: 'button', text, data: { testid }, on: { click: change(give) } });
  const offer = () => {
    const chosen = person.value;
    person.replaceChildren(
      ...store.people.map((one) =>
        el('option', { value: one.id, selected: one.id === chosen, text: `${one.name} (${one.note})` }),
      ),
    );
  };
  listen('me', offer);
  listen('people', offer);
  const element = el(
    'section',
    {},
    el('h3', { text: 'Roles in Entra' }),
    person,
    role,
    el('div', { class: 'buttons' }, button('Give', 'role-give', true), button('Take away', 'role-take', false)),
    held,
  );
  return { element, show: () => undefined };
}
