import { call } from '../shell/api.js';
import { el } from '../shell/el.js';

/** What Airlock handed over: the person who is signed in to the portal can follow the steps word by word. */
export function stepsSection(edit) {
  const rows = el('ul', { class: 'rows' });
  const element = el(
    'section',
    { hidden: true },
    el('h3', { text: 'Handed over to people' }),
    rows,
    el('p', {
      class: 'hint',
      text: 'Does exactly what the card says, as that person. Airlock is told nothing: press “I have applied it” on the card.',
    }),
  );
  const done = new Set();
  let shown = '';
  const follow = async (number) => {
    if (await edit('steps', { request: number })) done.add(number);
    shown = '';
    await show();
  };
  const show = async () => {
    const handed = await call('GET', 'sandbox/steps');
    const state = JSON.stringify(handed);
    element.hidden = handed.length === 0;
    if (state === shown) return;
    shown = state;
    rows.replaceChildren(...handed.map((one) => stepsRow(one, done.has(one.number), follow)));
  };
  return { element, show };
}

function stepsRow({ number, title }, isDone, follow) {
  return el(
    'li',
    { class: 'row handed' },
    el('span', { class: 'row-name', text: title }),
    el('button', {
      class: 'small',
      type: 'button',
      text: isDone ? `Steps of #${number} are done` : `Do the steps of #${number}`,
      disabled: isDone,
      data: { testid: `do-steps-${number}` },
      on: { click: () => follow(number) },
    }),
  );
}
