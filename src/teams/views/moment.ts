/**
 * A moment in each viewer's own language and time zone, for TextBlocks only (learn: text-features, DATE and TIME). A client that does
 * not know the functions shows the ISO time in them.
 * @param at milliseconds since 1970
 */
export function moment(at: number): string {
  const iso = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return `{{DATE(${iso}, SHORT)}} at {{TIME(${iso})}}`;
}
