import type { Tone } from '../../requests/answer.ts';
import type { CardTone } from './request-model.ts';

const STYLES: Readonly<Record<Tone, CardTone>> = {
  info: 'accent',
  good: 'good',
  warning: 'warning',
  attention: 'attention',
};

/** The container style that draws a tone. */
export function toneStyle(tone: Tone): CardTone {
  return STYLES[tone];
}
