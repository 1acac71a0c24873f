import { isIP } from 'node:net';
import { byKey, type Entry, indicatorKey } from '../../../changes/supported/indicators/indicator-entry.ts';
import {
  INDICATOR_TYPES,
  type IndicatorType,
  type Sort,
  typeRow,
} from '../../../changes/supported/indicators/indicator-types.ts';
import { stateWords } from '../../../changes/supported/indicators/indicator-words.ts';
import { normaliseValue, shownValue } from '../../../changes/supported/indicators/normalise-value.ts';
import { switchedOff } from '../../../changes/supported/supported-kinds.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { endingSoon } from '../../knowing/ending-indicators.ts';
import type { NoticeData } from '../../messages/answers.ts';
import type { Services } from '../../ports/services.ts';
import { type Place, sharedPlace } from '../../rules/shared-places.ts';
import { noAnswer } from '../question.ts';

/** A value that somebody asks about, and what they called it. */
export interface AskedIndicator {
  readonly indicator: string;
  readonly sort?: Sort;
}

/**
 * What Defender's list of indicators says of one value.
 * @throws AirlockError the tenant's errors
 */
export async function aboutIndicator(
  { supported }: Pick<Services, 'supported'>,
  asked: AskedIndicator,
): Promise<NoticeData> {
  if (!supported.kinds.includes('indicators')) return noAnswer(switchedOff('indicators'));
  const read = valuesOf(asked);
  if ('fault' in read) return noAnswer(read.fault);
  const own = read.map(removal);
  const wider = own.flatMap(widerDomains).map((value) => removal({ type: 'DomainName', value }));
  const now = await supported.read(['indicators'], 'recent', { kind: 'indicators', entries: [...own, ...wider] });
  const { found, lacks } = now.indicators ?? { found: [], lacks: null };
  if (found.length === 0 && lacks !== null) return noAnswer(lacks);
  const of = (entries: typeof own) => entries.flatMap((one) => byKey(found).get(indicatorKey(one)) ?? []);
  const [there, above] = [of(own), of(wider)];
  const shown = shownValue(read[0].type, read[0].value);
  const none = above.length > 0 ? t`No indicator of ${shown} itself` : t`No indicator of ${shown}`;
  const title = there.map((one) => told(one, own.length > 1)).join('; ');
  const lines = [
    ...(own.length > 1 ? [sortsWords(own)] : []),
    ...above.map((one) => t`Of a domain above it: ${told(one)}.`),
    ...(above.length > 0 ? [t`An indicator of a domain stands for all below it.`] : []),
    t`Read in Defender's list of indicators.`,
    ...there.flatMap((one) => (one.createdBy ? [t`Made by ${one.createdBy}: "${one.title}".`] : [])),
    ...(there.length > 0 || lacks === null ? [] : [lacks]),
  ];
  return { tone: 'info', title: title || none, text: lines.join(' '), suggestions: ['status'] };
}

interface Named {
  readonly type: IndicatorType;
  readonly value: string;
}

/** What is meant: forty digits without a word for what they are may be a file or a certificate. */
function valuesOf({ indicator, sort }: AskedIndicator): readonly [Named, ...Named[]] | { readonly fault: string } {
  const read = normaliseValue(indicator, sort);
  const other = sort === undefined ? normaliseValue(indicator, 'certificate') : read;
  if ('fault' in read) return 'fault' in other ? read : [other];
  return 'fault' in other || other.type === read.type ? [read] : [read, other];
}

function removal({ type, value }: Named): Entry {
  return { type, value, to: null };
}

function sortsWords(own: readonly Named[]): string {
  const [one = '', other = ''] = own.map(({ type }) => say(typeRow(type).words));
  return t`Looked for as ${one} and as ${other}.`;
}

/** @param isNamed whether it has to be said what it is of */
function told({ type, value, ...there }: IndicatorRecord, isNamed = false): string {
  const known = INDICATOR_TYPES.find((one) => one === type);
  const shown = known === undefined ? value : shownValue(known, value);
  const what = isNamed && known !== undefined ? `${say(typeRow(known).words)} ${shown}` : shown;
  return `${what}: ${stateWords({ ...there, until: there.expiresAt })}`;
}

/** The domains above a domain, or those of a URL, the nearest first; a name of one label stands for nothing. */
function widerDomains({ type, value }: Named): readonly string[] {
  if (type !== 'DomainName' && type !== 'Url') return [];
  const labels = (type === 'Url' ? `.${new URL(value).hostname}` : value).split('.');
  const names = labels.slice(1, -1).map((_label, at) => labels.slice(at + 1).join('.'));
  return names.filter((name) => isIP(name) === 0).slice(0, MOST_ABOVE);
}

/** No name of a domain has more labels that anybody blocks. */
const MOST_ABOVE = 20;

/** Which indicators that requests wrote end within a week, of the requests that this place may be shown. */
export async function aboutEnding(services: Services, place: Place): Promise<NoticeData> {
  if (!services.supported.kinds.includes('indicators')) return noAnswer(switchedOff('indicators'));
  const here = sharedPlace(place);
  const ending = await endingSoon(services, here);
  return {
    tone: 'info',
    title:
      ending.length > 0
        ? t`They end within 7 days`
        : here === null
          ? t`No indicator that a request wrote ends within 7 days`
          : t`No indicator that a request asked here wrote ends within 7 days`,
    text: [...ending.map(({ text }) => text), say(here === null ? OTHERS : OTHERS_HERE)].join(' '),
    suggestions: ['history applied'],
  };
}

const OTHERS = msg`As requests wrote them: those that others made are on the page of indicators in the portal.`;
const OTHERS_HERE = msg`As requests wrote them that were asked here: other requests are told of in your own chat, and those that others made are on the page of indicators in the portal.`;
