import { el } from './el.js';

const HUES = [262, 205, 152, 24, 330, 96, 285, 180, 48, 12];

/** A person's initials on a colour of that person's own; a square mark for the bot. */
export function avatar(author, size = 'medium') {
  if (author.bot) return el('img', { class: `avatar bot ${size}`, src: 'airlock.svg', alt: '' });
  const initials = author.name
    .split(' ')
    .map((part) => part[0] ?? '')
    .filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
    .slice(0, 2)
    .join('');
  const sum = [...author.name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  const face = el('span', { class: `avatar ${size}`, 'aria-hidden': 'true', text: initials.toUpperCase() });
  face.style.setProperty('--hue', String(HUES[sum % HUES.length]));
  return face;
}
