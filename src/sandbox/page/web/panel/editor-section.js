import { el } from '../shell/el.js';
import { listen, store } from '../shell/store.js';

const WRITERS = ['Security Administrator', 'Global Administrator'];

/** Who may change settings in Defender now: the others are not offered, and would be refused. */
function mayEdit({ roles, groupRoles, status, accountEnabled }) {
  const held = [...roles, ...(groupRoles ?? [])];
  return status !== 404 && accountEnabled && held.some((role) => WRITERS.includes(role));
}

/**
 * The person who is signed in to the portal below. `edit` changes something there as that person; the operator comes
 * first.
 */
export function editorSection(act) {
  const select = el('select', { 'aria-label': 'Signed in to the portal', data: { testid: 'editor' } });
  const offer = () => {
    const people = store.people.filter(mayEdit);
    const operator = people.find(({ note }) => note.startsWith('operator'));
    const chosen = people.find(({ id }) => id === select.value) ?? operator ?? people[0];
    select.replaceChildren(
      ...people.map((one) => el('option', { value: one.id, selected: one === chosen, text: one.name })),
    );
  };
  listen('me', offer);
  listen('people', offer);
  const element = el(
    'section',
    {},
    el('h3', { text: 'The Defender portal, signed in as' }),
    select,
    el('p', { class: 'hint', text: 'What you change below happens in Defender itself, past Airlock.' }),
  );
  const edit = (path, body) => act(path, select.value === '' ? body : { ...body, as: select.value });
  return { element, edit, show: () => undefined };
}
