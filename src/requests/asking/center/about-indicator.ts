import { stateWords } from '../../../changes/supported/indicators/indicator-words.ts';
import { normaliseValue, shownValue } from '../../../changes/supported/indicators/normalise-value.ts';
import { switchedOff } from '../../../changes/supported/supported-kinds.ts';
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
  const entry = { type: value.type, value: value.value, to: null };
  const now = await supported.read(['indicators'], 'recent', { kind: 'indicators', entries: [entry] });
  const { found, lacks } = now.indicators ?? { found: [], lacks: null };
  const [there] = found;
  const shown = shownValue(value.type, value.value);
  const title = there ? `${shown}: ${stateWords({ ...there, until: there.expiresAt })}` : `No indicator of ${shown}`;
  if (!there && lacks !== null) return noAnswer(lacks);
  const by = there?.createdBy ? ` Made by ${there.createdBy}: "${there.title}".` : '';
  return { tone: 'info', title, text: `Read in Defender's list of indicators.${by}`, suggestions: ['status'] };
}

/** Which indicators that requests wrote end within a week. */
export async function aboutEnding(services: Services): Promise<NoticeData> {
  if (!services.supported.kinds.includes('indicators')) return noAnswer(switchedOff('indicators'));
  const ending = await endingSoon(services);
  return {
    tone: 'info',
    title: ending.length === 0 ? 'No indicator that a request wrote ends within 7 days' : 'They end within 7 days',
    text: [...ending, OTHERS].join(' '),
    suggestions: ['history applied'],
  };
}

const OTHERS = 'As requests wrote them: those that others made are on the page of indicators in the portal.';
