import { el } from './el.js';
import { icon } from './icon.js';

const KEY = 'airlock-theme';

/** The button that switches between light and dark. Without a choice, the page follows the system. */
export function themeToggle() {
  const button = el('button', { class: 'quiet square', type: 'button', data: { testid: 'theme-toggle' } });
  const chosen = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  const show = () => {
    const dark = isDark();
    button.replaceChildren(icon(dark ? 'sun' : 'moon'));
    button.setAttribute('aria-label', dark ? 'Light theme' : 'Dark theme');
    button.title = dark ? 'Light theme' : 'Dark theme';
  };
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
  return button;
}

function isDark() {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}
