import type { Mention } from './chat-message.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The HTML twin that Teams attaches to a person's plain message: text escaped, each mention a span. */
export function teamsHtml(text: string, mentions: readonly Mention[]): string {
  let html = escapeHtml(text).replaceAll('\n', '<br>');
  for (const [index, mention] of mentions.entries()) {
    const span = `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${index}">${escapeHtml(mention.name)}</span>`;
    html = html.replace(escapeHtml(mention.text), () => span);
  }
  return `<div>${html}</div>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
