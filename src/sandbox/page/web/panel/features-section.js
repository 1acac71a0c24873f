import { el } from '../shell/el.js';

/** The switches that Airlock knows, as stored; a click changes one in the portal. */
export function featuresSection(edit) {
  const rows = el('ul', { class: 'rows' });
  const element = el('section', {}, el('h3', { text: 'Advanced features' }), rows);
  const show = ({ advancedFeatures, switches }, { kind }) => {
    rows.replaceChildren(
      ...switches.map(({ key, title }) => featureRow(key, title, stateOf(advancedFeatures[key], kind), edit)),
    );
  };
  return { element, show };
}

/** An absent switch is built in, except in Plan 1, which does not include the feature. */
function stateOf(value, kind) {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return kind === 'plan1' ? 'absent' : 'built-in';
}

function featureRow(key, name, state, edit) {
  const words = { on: 'On', off: 'Off', 'built-in': 'Built in', absent: 'Not included' }[state];
  const value = state === 'on';
  const flip = el('button', {
    class: 'quiet text',
    type: 'button',
    text: value ? 'Turn off' : 'Turn on',
    'aria-label': `${value ? 'Turn off' : 'Turn on'} ${name} in the portal`,
    title: 'Changes it in Defender itself, past Airlock',
    data: { testid: `edit-feature-${key}` },
    on: { click: () => edit('edit', { features: { [key]: !value } }) },
  });
  return el(
    'li',
    { class: 'row', data: { testid: `panel-feature-${key}`, state } },
    el('span', { class: 'row-name', text: name }),
    el('span', { class: `state ${state}`, text: words }),
    state === 'on' || state === 'off' ? flip : null,
  );
}
