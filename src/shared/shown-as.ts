/**
 * Whether a text that a service shows is this one: marks of HTML may stand encoded in it, and lines may end otherwise
 * than they were typed.
 */
export function isShownAs(shown: string, text: string): boolean {
  const wanted = inOneForm(text);
  return inOneForm(shown) === wanted || inOneForm(decoded(shown)) === wanted;
}

function inOneForm(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

const MARKS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&(?:(amp|lt|gt|quot|apos)|#(?:0*39|x0*27));/gi, (_, name?: string) => {
    return name === undefined ? "'" : (MARKS[name.toLowerCase()] ?? '');
  });
}
