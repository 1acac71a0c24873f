import type { CommandOf } from '../command.ts';
import { parseListed } from './parse-listed.ts';

/** A device's name as people type it in a question: it has a digit, a dot, a hyphen, or quotes around it. */
const DEVICE = '(?:the )?(?:device )?("[^"]+"|(?=[^\\s?]*[\\d._-])[\\p{L}\\p{N}][^\\s,;?"]*)';
const STATE = '(?:(?:still|now|currently|already) )?(isolated|in isolation|restricted|being scanned|scanned)';
const NOW = '(?: (?:now|right now|currently|at the moment))?';

const IS = new RegExp(`^(?:is|was) ${DEVICE} ${STATE}${NOW} ?\\??$`, 'iu');
const WHO = new RegExp(`^who (isolated|released|unisolated|restricted|lifted|scanned) ${DEVICE} ?\\??$`, 'iu');
const WHICH = new RegExp(
  `^(?:(?:which|what) (?:devices|machines|computers) are ${STATE}|(?:show |list )?(isolated|restricted) (?:devices|machines|computers))${NOW} ?\\??$`,
  'iu',
);
const HAPPENED = new RegExp(
  `^what (?:has )?(?:happened|was done|been done|is happening) (?:to|on|with) ${DEVICE} ?\\??$`,
  'iu',
);

const RUNNING =
  /^(?:(?:is|are) (?:there )?(?:any |a )?scans? (?:still )?running(?: (?:now|anywhere))?|(?:which|what) scans (?:are |still )?(?:are )?(?:running|run)|(?:running|current) scans|what is being scanned) ?\??$/iu;
const OWED =
  /^(?:(?:what|which) (?:is|are) owed|what do we owe|(?:open |the )?debts?|(?:are there |is there )?any (?:open )?debts?|who owes (?:an approval|what|something)|(?:open |the )?emergencies) ?\??$/iu;
const EMERGENCIES =
  /^(?:(?:which|what) emergencies are (?:still )?(?:open|owed)|(?:are there )?any (?:open |owed )?emergencies|are there emergencies|(?:show|list) (?:me )?(?:the |all )?(?:open |owed )?emergencies|owed emergencies) ?\??$/iu;
const ENDING =
  /^(?:which|what) (?:indicators|allows|allowances)(?: that)? (?:(?:are )?(?:end|ending|expire|expiring)(?: soon| this week| next)?) ?\??$/iu;
const HOW_FAR =
  /^how far (?:along )?(?:is|are|has) (?:the )?(?:request |scan |scans |tags )?(?:of (?:request )?)?#?([1-9][0-9]{0,8})(?: (?:come|got|gone))? ?\??$/iu;

const STANDS: Readonly<Record<string, 'isolated' | 'restricted' | 'scanned'>> = {
  isolated: 'isolated',
  'in isolation': 'isolated',
  released: 'isolated',
  unisolated: 'isolated',
  restricted: 'restricted',
  lifted: 'restricted',
  scanned: 'scanned',
  'being scanned': 'scanned',
};

/** A question about what was done on devices, an indicator, or how far a request is; null for any other text. */
export function parseStanding(line: string): CommandOf<'ask' | 'show' | 'status' | 'requests'> | null {
  if (OWED.test(line)) return { kind: 'status' };
  if (EMERGENCIES.test(line)) return { kind: 'requests', open: true };
  if (RUNNING.test(line)) return { kind: 'ask', about: { standing: 'scanned', on: null } };
  const far = HOW_FAR.exec(line)?.[1];
  if (far !== undefined) return { kind: 'show', number: Number(far) };
  const [, device, state] = IS.exec(line) ?? [];
  if (device !== undefined) return standing(state, device);
  const [, act, on] = WHO.exec(line) ?? [];
  if (on !== undefined) return standing(act, on);
  const which = WHICH.exec(line);
  if (which) return standing(which[1] ?? which[2], null);
  const happened = HAPPENED.exec(line)?.[1];
  if (happened !== undefined) return { kind: 'ask', about: { acts: 1, on: bare(happened) } };
  if (ENDING.test(line)) return { kind: 'ask', about: { ending: 'indicators' } };
  return parseListed(line);
}

function standing(words: string | undefined, on: string | null): CommandOf<'ask'> | null {
  const found = STANDS[words?.toLowerCase() ?? ''];
  return found === undefined ? null : { kind: 'ask', about: { standing: found, on: on === null ? null : bare(on) } };
}

function bare(name: string): string {
  return name.replace(/^"(.+)"$/u, '$1');
}
