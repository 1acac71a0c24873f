import { call } from '../shell/api.js';
import { store } from '../shell/store.js';
import { isTypeahead } from './card-memory.js';
import { Choice } from './library.js';

/** The library labels the frame of a dynamic choice set, not the box one types in; screen readers need the latter. */
export function labelTypeaheads(card) {
  for (const input of card.getAllInputs(true).filter(isTypeahead)) {
    const frame = input.renderedInputControlElement;
    const box = frame?.querySelector('input');
    if (!box) continue;
    const label = frame.getAttribute('aria-labelledby');
    if (label) box.setAttribute('aria-labelledby', label);
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-autocomplete', 'list');
    box.autocomplete = 'off';
  }
}

/** Fetches the choices of a dynamic choice set while a person types; an answer that comes late is dropped by the library. */
export async function suggestChoices(input, view, memory) {
  if (!isTypeahead(input)) return;
  const queryText = input.getFilterForDynamicSearch() ?? '';
  if (queryText === '') return;
  input.showLoadingIndicator();
  const body = { as: store.me.id, dataset: input.choicesData.dataset, queryText };
  const { choices } = await call('POST', `chat/messages/${view.id}/search`, body).catch(() => ({ choices: null }));
  input.removeLoadingIndicator();
  if (!choices) return input.showErrorIndicator(queryText, 'Unable to load');
  memory.fetched(input.id, choices);
  input.renderChoices(
    queryText,
    choices.map(({ title, value }) => new Choice(title, value)),
  );
  return undefined;
}
