import { isIP } from 'node:net';
import { indicatorKey } from '../../../changes/supported/indicators/indicator-entry.ts';
import { stateWords } from '../../../changes/supported/indicators/indicator-words.ts';
import { normaliseValue, shownValue } from '../../../changes/supported/indicators/normalise-value.ts';
import { switchedOff } from '../../../changes/supported/supported-kinds.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { NoticeData } from '../../messages/answers.ts';
import type { Services } from '../../ports/services.ts';
import { noAnswer } from '../question.ts';
import { endingSoon } from './ending-indicators.ts';

/**
 * What Defender's list of indicators says of one value.
 * @throws AirlockError the tenant's errors
 */
export async function aboutIndicator({ supported }: Pick<Services, 'supported'>, text: string): Promise<NoticeData> {
  if (!supported.kinds.includes('indicators')) return noAnswer(switchedOff('indicators'));
  const value = normaliseValue(text);
  if ('fault' in value) return noAnswer(value.fault);
  const own = { type: value.type, value: value.value, to: null };
  const wider = widerDomains(own).map((one) => ({ type: 'DomainName' as const, value: one, to: null }));
  const now = await supported.read(['indicators'], 'recent', { kind: 'indicators', entries: [own, ...wider] });
  const { found, lacks } = now.indicators ?? { found: [], lacks: null };
  const there = found.find((one) => indicatorKey(one) === indicatorKey(own));
  const above = wider.flatMap((one) => found.filter((other) => indicatorKey(other) === indicatorKey(one)));
  if (found.length === 0 && lacks !== null) return noAnswer(lacks);
  const shown = shownValue(own.type, own.value);
  const none = above.length > 0 ? t`No indicator of ${shown} itself` : t`No indicator of ${shown}`;
  const title = there ? told(there, shown) : none;
  const lines = [
    ...above.map((one) => t`Of a domain above it: ${told(one, shownValue('DomainName', one.value))}.`),
    ...(above.length > 0 ? [t`An indicator of a domain stands for all below it.`] : []),
    t`Read in Defender's list of indicators.`,
    ...(there?.createdBy ? [t`Made by ${there.createdBy}: "${there.title}".`] : []),
    ...(there || lacks === null ? [] : [lacks]),
  ];
  return { tone: 'info', title, text: lines.join(' '), suggestions: ['status'] };
}

function told(there: IndicatorRecord, shown: string): string {
  return `${shown}: ${stateWords({ ...there, until: there.expiresAt })}`;
}

/** The domains above a domain, or those of a URL, the nearest first; a name of one label stands for nothing. */
function widerDomains({ type, value }: { readonly type: string; readonly value: string }): readonly string[] {
  if (type !== 'DomainName' && type !== 'Url') return [];
  const labels = (type === 'Url' ? `.${new URL(value).hostname}` : value).split('.');
  const names = labels.slice(1, -1).map((_label, at) => labels.slice(at + 1).join('.'));
  return names.filter((name) => isIP(name) === 0).slice(0, MOST_ABOVE);
}

/** No name of a domain has more labels that anybody blocks. */
const MOST_ABOVE = 20;

/** Which indicators that requests wrote end within a week. */
export async function aboutEnding(services: Services): Promise<NoticeData> {
  if (!services.supported.kinds.includes('indicators')) return noAnswer(switchedOff('indicators'));
  const ending = await endingSoon(services);
  return {
    tone: 'info',
    title: ending.length === 0 ? t`No indicator that a request wrote ends within 7 days` : t`They end within 7 days`,
    text: [...ending, say(OTHERS)].join(' '),
    suggestions: ['history applied'],
  };
}

const OTHERS = msg`As requests wrote them: those that others made are on the page of indicators in the portal.`;
