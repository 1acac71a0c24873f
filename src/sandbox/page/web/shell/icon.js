/** Line icons on a 20 x 20 grid, drawn in the colour of the surrounding text. */
const PATHS = {
  chat: 'M3 9.5C3 6 6 3.5 10 3.5s7 2.5 7 6-3 6-7 6c-.9 0-1.8-.1-2.6-.4L4 16.5l.8-3A5.6 5.6 0 0 1 3 9.5Z M7 8.5h6 M7 11h4',
  shield: 'M10 2.8 4 5v4.6c0 3.6 2.5 6.4 6 7.6 3.5-1.2 6-4 6-7.6V5l-6-2.2Z M7.3 9.9l2 2 3.4-3.8',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z M10 2v1.6 M10 16.4V18 M2 10h1.6 M16.4 10H18 M4.3 4.3l1.2 1.2 M14.5 14.5l1.2 1.2 M4.3 15.7l1.2-1.2 M14.5 5.5l1.2-1.2',
  moon: 'M16.5 12.2A7 7 0 0 1 7.8 3.5 7 7 0 1 0 16.5 12.2Z',
  chevron: 'M5.5 8l4.5 4.5L14.5 8',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  send: 'M3.5 3.8 17 10 3.5 16.2 5.3 10 3.5 3.8Z M5.3 10H11',
  attach: 'M14.5 9.2 9 14.7a3.2 3.2 0 0 1-4.5-4.5l6.3-6.3a2.1 2.1 0 0 1 3 3l-6.2 6.2a1 1 0 0 1-1.5-1.5l5.4-5.3',
  close: 'M5 5l10 10 M15 5 5 15',
  more: 'M5 10h.01 M10 10h.01 M15 10h.01',
  refresh: 'M15.8 8.2A6.2 6.2 0 0 0 4.4 7.4 M4.2 11.8a6.2 6.2 0 0 0 11.4.8 M15.9 4.6v3.7h-3.7 M4.1 15.4v-3.7h3.7',
  reply: 'M8 5 3.5 9.5 8 14 M3.8 9.5H11c3 0 5.2 1.9 5.5 5.5',
  hash: 'M8 3.5 6.5 16.5 M13.5 3.5 12 16.5 M4 7.5h13 M3 12.5h13',
  people:
    'M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Z M2.5 16c0-2.8 2-4.5 5-4.5s5 1.7 5 4.5 M13.2 9.3a2.3 2.3 0 1 0-.6-4.4 M14.3 11.7c2 .3 3.2 1.8 3.2 4',
  alert: 'M10 6.5v4.2 M10 13.6h.01 M10 2.8l7.6 13.6H2.4L10 2.8Z',
  info: 'M10 9.2v4.6 M10 6.3h.01 M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4Z',
  copy: 'M7 7h9.5v9.5H7z M13 7V3.5H3.5V13H7',
  device: 'M3 4.5h14v9H3z M7.5 16.5h5 M10 13.5v3',
  bolt: 'M11 2.5 4.5 11.5H9.5L8.8 17.5 15.5 8.5H10.5L11 2.5Z',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
