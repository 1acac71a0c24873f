let timer;

/** Announces a text to screen readers, once and politely. */
export function announce(text) {
  const region = document.getElementById('announcer');
  region.textContent = '';
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = text;
  }, 50);
}
