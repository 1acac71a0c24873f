import { el } from './el.js';
import { icon } from './icon.js';

const KEY = 'airlock-theme';

/** The button between light and dark; without a choice the system's own is followed. */
export function themeToggle() {
  const button = el('button', { class: 'quiet square', type: 'button', data: { testid: 'theme-toggle' } });
  const wished = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(KEY);
  if (wished === 'light' || wished === 'dark') document.documentElement.dataset.theme = wished;
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
