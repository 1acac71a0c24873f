import type { Answer } from '../../messages/answers.ts';
import type { Services } from '../../ports/services.ts';
import type { Question } from '../question.ts';
import { aboutActs } from './about-acts.ts';
import { aboutVerdict } from './about-verdict.ts';
import { aboutWaiting } from './about-waiting.ts';

/** A question about what waits in Defender's Action center, what was done on devices, or a verdict. */
export type CenterQuestion = Extract<
  Question,
  { readonly waiting: number } | { readonly acts: number } | { readonly verdict: string }
>;

export function isAboutCenter(about: Question): about is CenterQuestion {
  return 'waiting' in about || 'acts' in about || 'verdict' in about;
}

/** @throws AirlockError the tenant's errors, where an alert or the devices are asked for and cannot be read */
export async function aboutCenter(services: Services, about: CenterQuestion): Promise<Answer> {
  if ('waiting' in about) return { view: 'center', data: await aboutWaiting(services, about.waiting) };
  if ('acts' in about) return { view: 'center', data: await aboutActs(services, about.on, about.acts) };
  return aboutVerdict(services, about.verdict, about.of);
}
