import { el } from '../shell/el.js';
import { safeLink } from './safe-link.js';

/**
 * Teams' subset of markdown as nodes: bold, italic, strike-through, code, links, lists, line breaks. Built node by
 * node, so that no text can become markup; a link that may not be opened stays text.
 */
export function markdown(text) {
  const fragment = document.createDocumentFragment();
  for (const block of blocksOf(text)) fragment.append(drawBlock(block));
  return fragment;
}

const ITEM = /^\s*(?:([-*])|(\d{1,3})[.)])\s+(.*)$/;

function blocksOf(text) {
  const blocks = [];
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const item = ITEM.exec(line);
    const kind = item ? (item[1] ? 'ul' : 'ol') : line.trim() === '' ? 'gap' : 'p';
    const last = blocks.at(-1);
    const content = item ? item[3] : line;
    if (last?.kind === kind) last.lines.push(content);
    else blocks.push({ kind, lines: [content], start: item?.[2] });
  }
  return blocks.filter((block) => block.kind !== 'gap');
}

function drawBlock({ kind, lines, start }) {
  if (kind === 'p') {
    const paragraph = el('p');
    for (const [index, line] of lines.entries()) paragraph.append(...(index > 0 ? [el('br')] : []), ...inline(line));
    return paragraph;
  }
  const items = lines.map((line) => el('li', {}, ...inline(line)));
  return el(kind, { start: start && start !== '1' ? start : null }, ...items);
}

const RULES = [
  [/`([^`]+)`/, (match) => el('code', { text: match[1] })],
  [/\[([^\]]+)\]\(([^)\s]+)\)/, (match) => link(match)],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*/, (match) => el('strong', {}, ...inline(match[1]))],
  [/~~(?=\S)(.+?)(?<=\S)~~/, (match) => el('s', {}, ...inline(match[1]))],
  [/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)/, (match) => el('em', {}, ...inline(match[1]))],
  [/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/, (match) => el('em', {}, ...inline(match[1]))],
];

function inline(text) {
  const found = RULES.map(([pattern, draw]) => ({ match: pattern.exec(text), draw })).filter((one) => one.match);
  if (found.length === 0) return text === '' ? [] : [document.createTextNode(text)];
  const first = found.reduce((best, one) => (one.match.index < best.match.index ? one : best));
  const { match } = first;
  return [
    ...(match.index > 0 ? [document.createTextNode(text.slice(0, match.index))] : []),
    first.draw(match),
    ...inline(text.slice(match.index + match[0].length)),
  ];
}

function link([whole, label, target]) {
  const href = safeLink(target);
  if (!href) return document.createTextNode(whole);
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer', text: label });
}
