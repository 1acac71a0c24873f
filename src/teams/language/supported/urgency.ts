/** Words by which somebody says that it cannot wait, in English and in German. */
const WORD =
  '(?:(?:right |just )?now|immediately|at once|(?:right|straight) away|asap|urgently|instantly|without delay|as soon as (?:possible|you can)|(?:jetzt |ab )?sofort|jetzt(?: gleich)?|umgehend|unverz(?:ü|ue)glich|schnellstm(?:ö|oe)glich|so schnell wie m(?:ö|oe)glich|auf der stelle|schleunigst)';
const NOUN = "(?:(?:this is |it is |it['’]s |das ist )?(?:an? |ein )?(?:emergency|notfall|urgent|dringend|eilt))";

/** Behind these the words say something else: "not now", "for now", "until now". */
const TURNED =
  /(?:^|[^\p{L}])(?:not|never|no|nor|nicht|nie|niemals|nein|kein\p{L}*|for|from|until|till|by|since|if|unless|only|than|or|and|in|an?|the|is|as|bis|ab|von|erst|nur|oder|und|wenn|falls|ob|im|ein|einem)$/iu;

const FIRST = new RegExp(`^(?:please |bitte )?(?:${NOUN}|${WORD})(?:[:,;!.–-]| -)*(?: (?=\\S)|$)(.*)$`, 'iu');
/** A hyphen alone parts no words: "PC-NOTFALL" and "buy-now" are names. */
const APART = '(?:[ ,;:(–]| -(?= ))+';
const LAST = new RegExp(`^(.*?[^ ,;:(–-])${APART}${WORD}[ )!.]*$`, 'iu');
/** A group may be called "Klinik Notfall": behind a blank alone it is said of a device, whose name has a digit. */
const LAST_NOUN = new RegExp(
  `^(.*?[^ ,;:(–-])(?: *[,;:(–][ ,;:(–-]*| - | (?=as an? )|(?<=\\d[^ ]*) )(?:as (?=an? ))?${NOUN}[ )!.]*$`,
  'iu',
);
const SECOND = new RegExp(`^(\\p{L}+) ${WORD} (\\S.*)$`, 'iu');
const BEFORE_VERB = new RegExp(`^(.+) ${WORD} (\\p{L}+)$`, 'iu');

/** The name of a group may be of any words: behind one these count only apart from it, and never in a list. */
const NAMES_GROUP = /(?:^| )(?:groups?|gruppen?|on|auf) /iu;
const BEHIND_GROUP = new RegExp(
  `^((?!.*(?:^| )(?:on|auf) ).*?[^ ,;:(–-]) *[,;:(–!][ ,;:(–-]*(?:${NOUN}|${WORD})[ )!.]*$`,
  'iu',
);

/** How often such words are taken away from one line. */
const MOST = 4;

/** Whether somebody says of what they ask for that it cannot wait. */
export function isSaidUrgent(line: string): boolean {
  return withoutUrgency(line) !== null;
}

/**
 * A line without its words that say how urgent it is; null where it has none, and for a question. Empty where it says
 * nothing else.
 */
export function withoutUrgency(line: string): string | null {
  if (/\?\s*$/u.test(line)) return null;
  let calm = line;
  for (let times = 0; times < MOST; times += 1) {
    const next = once(calm);
    if (next === null) break;
    calm = next;
  }
  return calm === line ? null : calm;
}

function once(whole: string): string | null {
  const line = whole.replace(/[, ]+(?:please|pls|bitte)[!. ]*$/iu, '');
  const behind = FIRST.exec(line)?.[1];
  if (behind !== undefined) return behind;
  if (NAMES_GROUP.test(line)) return BEHIND_GROUP.exec(line)?.[1] ?? null;
  const before = (LAST.exec(line) ?? LAST_NOUN.exec(line))?.[1];
  if (before !== undefined && !TURNED.test(before)) return before;
  for (const between of [SECOND, BEFORE_VERB]) {
    const [, head = '', rest = ''] = between.exec(line) ?? [];
    if (head !== '' && !TURNED.test(head) && !TURNED.test(rest)) return `${head} ${rest}`;
  }
  return null;
}
