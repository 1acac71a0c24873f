import { el } from '../shell/el.js';

/**
 * How the tenant goes by rules, and which devices it has. Another choice takes effect at once: settings and groups
 * stay, devices are others.
 */
export function habitSection(act) {
  const select = el('select', {
    'aria-label': 'How this tenant goes by its rules',
    data: { testid: 'tenant-habit' },
    on: { change: (event) => act('tenant', { habit: event.target.value }) },
  });
  const element = el(
    'section',
    {},
    el('h3', { text: 'How it goes by rules' }),
    select,
    el('p', {
      class: 'hint',
      text: 'Microsoft documents none of these: a real tenant may be any. Another choice brings other devices, which the bot takes for a change outside Airlock.',
    }),
  );
  let listed = false;
  const show = (_tenant, { habit, habits }) => {
    if (!listed) select.append(...Object.entries(habits).map(([value, text]) => el('option', { value, text })));
    listed = true;
    select.value = habit;
  };
  return { element, show };
}
