import { el } from '../shell/el.js';

/** What a visitor then sees, by the name of the connector. */
const HINTS = {
  guided:
    'After the approval the card shows the steps. Take them below, as an operator would in the portal; then press “I have applied it” on the card.',
  portal: 'After the approval Airlock writes by itself, by an API that Microsoft does not support.',
};

/** How the bot reaches Defender. Another choice lets it go on with the other connector; chat and requests stay. */
export function connectorSection(act) {
  const choices = el('div', { class: 'choices', role: 'group', 'aria-label': 'How approved changes are applied' });
  const hint = el('p', { class: 'hint', 'aria-live': 'polite', data: { testid: 'connector-hint' } });
  const element = el('section', {}, el('h3', { text: 'How approved changes are applied' }), choices, hint);
  const choose = async (kind) => {
    choices.setAttribute('aria-busy', 'true');
    hint.textContent = 'The bot starts again, on the same store …';
    await act('connector', { kind });
    choices.removeAttribute('aria-busy');
  };
  const show = (_tenant, { connector }) => {
    element.hidden = connector === null;
    if (connector === null || choices.getAttribute('aria-busy') === 'true') return;
    choices.replaceChildren(...Object.keys(connector.kinds).map((kind) => choice(kind, connector.kind, choose)));
    hint.textContent = HINTS[connector.kind] ?? connector.kinds[connector.kind];
  };
  return { element, show };
}

function choice(kind, current, choose) {
  return el('button', {
    class: 'small choice',
    type: 'button',
    text: kind === 'guided' ? 'By hand (guided, the default)' : kind === 'portal' ? 'By Airlock (portal)' : kind,
    'aria-pressed': String(kind === current),
    data: { testid: `connector-${kind}` },
    on: { click: () => kind !== current && choose(kind) },
  });
}
