/** A name as it is typed in a line about device groups; null where its own quotes would end it. */
export function typedName(name: string): string | null {
  return /["\\\u201C-\u201F\u00AB\u00BB]/.test(name) ? null : `"${name}"`;
}
