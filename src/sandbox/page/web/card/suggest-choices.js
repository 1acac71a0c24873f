import { call } from '../shell/api.js';
import { store } from '../shell/store.js';
import { isTypeahead } from './card-memory.js';

const { Choice } = window.AdaptiveCards;

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
