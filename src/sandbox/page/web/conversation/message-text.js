import { el } from '../shell/el.js';
import { markdown } from './markdown.js';

/** A message's text as nodes: mentions marked, the bot's markdown subset drawn, a person's text as it was typed. */
export function messageText(text, mentions, withMarkdown) {
  const fragment = document.createDocumentFragment();
  for (const part of splitMentions(text, mentions)) {
    if (part.mention) fragment.append(el('span', { class: 'mention', text: part.mention }));
    else fragment.append(withMarkdown ? markdown(part.text) : plain(part.text));
  }
  return fragment;
}

function splitMentions(text, mentions) {
  let parts = [{ text }];
  for (const mention of mentions) {
    parts = parts.flatMap((part) => {
      const at = part.mention ? -1 : part.text.indexOf(mention.text);
      if (at === -1) return [part];
      return [
        { text: part.text.slice(0, at) },
        { mention: mention.name },
        { text: part.text.slice(at + mention.text.length) },
      ];
    });
  }
  return parts.filter((part) => part.mention || part.text !== '');
}

function plain(text) {
  return el('span', { class: 'plain', text });
}
