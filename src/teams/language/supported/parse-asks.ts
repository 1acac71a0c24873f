import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import type { CommandOf } from '../command.ts';

/** A device's name as people type it in a question: it has a digit, a dot, a hyphen, or quotes around it. */
const DEVICE =
  '(?:the )?(?:device |laptop |machine |computer |server )?("[^"]+"|(?=[^\\s?]*[\\d._-])[\\p{L}\\p{N}][^\\s,;?"]*)';
const SHOW = '(?:(?:please )?(?:show|list|give|tell)(?: me| us)? )?';
const HAS = '(?:has|have|carry|carries|wears)';
const THINGS = '(?:devices|machines|computers|laptops|servers|hosts|endpoints)';
const PAGE = '(?: page ([1-9][0-9]{0,5}))?';

const TAGS_OF = [
  new RegExp(
    `^${SHOW}(?:which|what) tags? (?:does|do|is on|are on|has|have|on) ${DEVICE}(?: (?:have|carry))? ?\\??$`,
    'iu',
  ),
  new RegExp(`^${SHOW}(?:what (?:are|is) )?(?:the )?(?:device )?tags? (?:of|on|for) ${DEVICE} ?\\??$`, 'iu'),
  new RegExp(`^how is ${DEVICE} tagged ?\\??$`, 'iu'),
];

const TAG = '("[^"]+"|[^\\s"?]+)';
const TAGGED = [
  new RegExp(`^${SHOW}(?:which|what|how many) ${THINGS} (?:${HAS}|with|wear) (?:the |a )?tag ${TAG} ?\\??$`, 'iu'),
  new RegExp(`^${SHOW}(?:which|what|how many) ${THINGS} (?:are )?tagged (?:with |as )?${TAG} ?\\??$`, 'iu'),
  new RegExp(`^${SHOW}(?:all )?(?:the )?${THINGS} (?:with (?:the )?tag|tagged(?: with| as)?) ${TAG} ?\\??$`, 'iu'),
  new RegExp(`^(?:who|what) ${HAS} (?:the )?tag ${TAG} ?\\??$`, 'iu'),
];

const ALERTS_ON = [
  new RegExp(
    `^${SHOW}(?:(?:which|what) )?(?:all )?(?:the )?(?:open )?alerts?(?: (?:are|is) (?:there|open))? (?:on|of|for|about) ${DEVICE}${PAGE} ?\\??$`,
    'iu',
  ),
  new RegExp(`^(?:which|what) alerts (?:does|has) ${DEVICE}(?: have)?${PAGE} ?\\??$`, 'iu'),
  // What is wanted of them is asked for by the buttons of the list, which names each.
  new RegExp(
    `^(?:resolve|classify|close) (?:all )?(?:the |of the )?(?:open )?alerts (?:on|of|for) ${DEVICE}(?: as .+)?()$`,
    'iu',
  ),
];
const ALERTS = new RegExp(
  `^(?:${SHOW}(?:all )?(?:the )?(?:open )?alerts${PAGE}|(?:which|what) alerts (?:are (?:there|open)|do we have)()) ?\\??$`,
  'iu',
);
const ALERT = /^(?:(?:please )?(?:show|open|view|what is|whats|what's)(?: me)? )?(?:the )?alert (\S+) ?\??$/iu;

/** A question about tags or about open alerts; null for any other text. */
export function parseAsks(line: string): CommandOf<'ask'> | null {
  const device = first(TAGS_OF, line)?.[1];
  if (device !== undefined) return { kind: 'ask', about: { tags: unquoted(device) } };
  const tag = first(TAGGED, line)?.[1];
  if (tag !== undefined) return { kind: 'ask', about: { tagged: unquoted(tag) } };
  const on = first(ALERTS_ON, line);
  if (on?.[1] !== undefined) return { kind: 'ask', about: { alerts: Number(on[2] || 1), on: unquoted(on[1]) } };
  const all = ALERTS.exec(line);
  if (all) return { kind: 'ask', about: { alerts: Number(all[1] ?? 1), on: null } };
  const alert = ALERT.exec(line)?.[1];
  return alert !== undefined && ALERT_ID.test(alert) ? { kind: 'ask', about: { alerts: 1, on: alert } } : null;
}

function first(forms: readonly RegExp[], line: string): RegExpExecArray | null {
  for (const form of forms) {
    const found = form.exec(line);
    if (found) return found;
  }
  return null;
}

function unquoted(text: string): string {
  return text.replace(/^"(.+)"$/u, '$1');
}
