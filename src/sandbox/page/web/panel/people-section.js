import { el } from '../shell/el.js';
import { listen, store } from '../shell/store.js';

/** What somebody's Teams may be set to: the languages of Airlock, one that it does not speak, and those of tests. */
const LOCALES = {
  'en-US': 'English',
  'de-DE': 'Deutsch',
  'fr-FR': 'Français',
  'qps-ploc': 'Test: long',
  'qps-plocm': 'Test: right to left',
};

const ROLES = [
  'Security Administrator',
  'Global Administrator',
  'Security Reader',
  'Security Operator',
  'Global Reader',
];

/** People and their roles, changed as another admin would in Entra, and whose session the bot writes with. */
export function peopleSection(act) {
  const person = el('select', { 'aria-label': 'Person', data: { testid: 'role-person' } });
  const facts = el('p', { class: 'hint', 'aria-live': 'polite', data: { testid: 'person-facts' } });
  const acts = el('div', { class: 'buttons' });
  const chosen = () => store.people.find(({ id }) => id === person.value) ?? store.people[0];
  const locale = localeSelect((value) => act('people', { id: chosen().id, locale: value }));
  const show = () => {
    locale.value = chosen().locale;
    facts.textContent = factsOf(chosen());
    acts.replaceChildren(...identityActs(chosen()).map(([id, text, path, body]) => actButton(id, text, path, body)));
  };
  const actButton = (id, text, path, body) => button(`person-${id}`, text, () => act(path, body));
  const offer = () => {
    const before = person.value;
    person.replaceChildren(
      ...store.people.map((one) =>
        el('option', { value: one.id, selected: one.id === before, text: `${one.name} (${one.note})` }),
      ),
    );
    show();
  };
  person.addEventListener('change', show);
  listen('me', offer);
  listen('people', offer);
  const element = el(
    'section',
    {},
    el('h3', { text: 'People in Entra' }),
    person,
    locale,
    facts,
    acts,
    roleRow(act, person),
  );
  return { element, show: () => undefined };
}

function localeSelect(change) {
  const select = el(
    'select',
    { 'aria-label': 'Language of their Teams', data: { testid: 'person-locale' } },
    ...Object.entries(LOCALES).map(([value, text]) => el('option', { value, text: `Their Teams: ${text}` })),
  );
  select.addEventListener('change', () => change(select.value));
  return select;
}

function roleRow(act, person) {
  const role = el(
    'select',
    { 'aria-label': 'Role', data: { testid: 'role-name' } },
    ...ROLES.map((name) => el('option', { value: name, text: name })),
  );
  const change = (give) => () => act('roles', { person: person.value, role: role.value, give });
  return el(
    'div',
    { class: 'role-row' },
    role,
    button('role-give', 'Give', change(true)),
    button('role-take', 'Take', change(false)),
  );
}

function button(testid, text, click) {
  return el('button', { class: 'small', type: 'button', text, data: { testid }, on: { click } });
}

function factsOf({ name, status, accountEnabled, employeeId, createdDateTime, roles }) {
  if (status === 404) return `${name} is gone: Entra answers 404.`;
  const number = employeeId === null ? 'No employee id' : `Employee id ${employeeId}`;
  const since = createdDateTime === null ? 'older than Entra’s dates' : `account since ${createdDateTime.slice(0, 10)}`;
  return `${number}, ${since}${accountEnabled ? '' : ', disabled'}. Holds: ${roles.join(', ') || 'no role'}.`;
}

/** Employee ids that were taken away, by the person's object id. */
const taken = new Map();

/** What can be done with a person: id, words, control and its body. */
function identityActs(person) {
  const { id, name, userPrincipalName, employeeId, status, roles } = person;
  const alter = (fields) => ['people', { id, ...fields }];
  if (employeeId !== null) taken.set(id, employeeId);
  const number =
    employeeId !== null
      ? ['number', 'Take employee id away', ...alter({ employeeId: null })]
      : ['number', 'Give employee id back', ...alter({ employeeId: taken.get(id) ?? '1099' })];
  const gone =
    status === 404
      ? ['gone', 'Bring back', ...alter({ status: 200 })]
      : ['gone', 'Delete the account', ...alter({ status: 404 })];
  const second = { displayName: `${name} (2nd)`, note: `second account of ${name}, without marks`, roles };
  const old = { createdDateTime: '2024-02-01T08:00:00Z', assignedAt: '2024-02-01T08:00:00Z' };
  const signIn = ['sign-in', 'Sign in to Defender', 'session', { as: userPrincipalName }];
  const operator = store.people.find(({ note }) => note.startsWith('operator'));
  const claim = { as: userPrincipalName, said: operator?.userPrincipalName };
  return [
    ['second', 'Second account, without marks', 'people', { ...second, ...old }],
    ['second-new', 'Second account, made just now, without marks', 'people', second],
    number,
    gone,
    signIn,
    ...(operator && operator.id !== id
      ? [['claim', `Sign in as them; the file says ${firstName(operator)}`, 'session', claim]]
      : []),
  ];
}

function firstName({ name }) {
  return name.split(' ')[0];
}
