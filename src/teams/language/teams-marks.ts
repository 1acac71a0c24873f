/** Marks that Teams puts into a text by itself, and that nobody wrote (docs/facts/teams.md#mentions). */
const EMPTY_MARK = /<(quoted|attachment)(?:\s[^<>]{0,500})?(?:\/>|>(?:<\/\1>)?)/giu;
const BLOCKQUOTE = /<(\/?)blockquote(?:\s[^<>]{0,500})?>/giu;

/** Marks of paragraphs, which part words, and of letters, which do not. Struck-through text is left as it came. */
const BLOCK = /<\/?(?:p|div|br|span|li|ul|ol|pre)(?:\s[^<>]{0,200}|\s{0,8})\/?>/giu;
const LETTERS = /<\/?(?:b|strong|i|em|u|font|code)(?:\s[^<>]{0,200})?>/giu;

/** Takes the marks of a quoted message away, and what a quote repeats of it, where something else was written. */
export function withoutQuotes(text: string): string {
  const own = withoutQuotedLines(withoutBlockquotes(text.replace(EMPTY_MARK, ' ')));
  return own.trim() === '' ? text : own;
}

/** Takes the marks of formatting away; the words stay. */
export function withoutMarks(text: string): string {
  return text.replace(BLOCK, ' ').replace(LETTERS, '');
}

/** A quote that does not end is none. */
function withoutBlockquotes(text: string): string {
  let own = '';
  let depth = 0;
  let from = 0;
  for (const mark of text.matchAll(BLOCKQUOTE)) {
    const closes = mark[1] === '/';
    if (!closes && depth === 0) own += text.slice(from, mark.index);
    if (!closes) depth += 1;
    else if (depth > 0) depth -= 1;
    else continue;
    if (closes && depth === 0) from = mark.index + mark[0].length;
  }
  return depth > 0 ? text : `${own} ${text.slice(from)}`;
}

/** Lines that begin with ">" before what was written. */
function withoutQuotedLines(text: string): string {
  const lines = text.split(/\r\n?|\n/u);
  const first = lines.findIndex((line) => !/^\s*(?:>|&gt;|$)/u.test(line));
  const isQuoted = lines.slice(0, Math.max(0, first)).some((line) => /^\s*(?:>|&gt;)/u.test(line));
  return isQuoted ? lines.slice(first).join('\n') : text;
}
