import { t } from '../../shared/language/worded.ts';
import { whatIf } from '../drafting/what-if.ts';
import type { Answer, NoticeData } from '../messages/answers.ts';
import { type Asker, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { asTold, givenUpWords } from '../rules/load.ts';
import { isShownIn, type Place, placeOf, sharedPlace } from '../rules/shared-places.ts';
import { aboutDevice } from './about-device.ts';
import { aboutGroup } from './about-group.ts';
import { aboutSwitch } from './about-settings.ts';
import { aboutTagged, aboutTags } from './about-tags.ts';
import { aboutActs } from './center/about-acts.ts';
import { aboutAlerts } from './center/about-alerts.ts';
import { aboutEnding, aboutIndicator } from './center/about-indicator.ts';
import { aboutStanding } from './center/about-standing.ts';
import { aboutVerdict } from './center/about-verdict.ts';
import { aboutWaiting } from './center/about-waiting.ts';
import { digestNow } from './digest/compose-digest.ts';
import { noAnswer, type Question } from './question.ts';
import { whoApproves } from './who-approves.ts';

/** A question, and where the answer goes. */
export type Asks = Asker & { readonly about: Question };

/**
 * Reads what is needed for a question and answers it; nothing is filed.
 * @throws AirlockError the tenant's errors, directory-unavailable
 */
export async function answerQuestion(services: Services, asks: Asks, task: Task): Promise<void> {
  const { actor, conversation, card } = asks;
  await replyTo(services, { actor, conversation, card }, task, await answerOf(services, asks));
}

async function answerOf(services: Services, asks: Asks): Promise<Answer> {
  const { about, conversation } = asks;
  if ('group' in about) return aboutGroup(services, about.group, await placeOf(services, conversation));
  if ('digest' in about) return digestNow(services, conversation);
  if (isAboutCenter(about)) return aboutCenter(services, about, await placeOf(services, conversation));
  return { view: 'notice', data: await noticeOf(services, about, asks) };
}

type NoGroup = Exclude<Question, { readonly group: string | null } | { readonly digest: 'now' } | CenterQuestion>;

async function noticeOf(services: Services, about: NoGroup, { conversation, actor }: Asks): Promise<NoticeData> {
  if ('device' in about) return aboutDevice(services, about.device);
  if ('tags' in about) return aboutTags(services, about.tags);
  if ('tagged' in about) return aboutTagged(services, about.tagged);
  if ('indicator' in about) return aboutIndicator(services, about);
  if ('whatIf' in about) return whatIf(services, about.wish, about.whatIf);
  const place = await placeOf(services, conversation);
  if ('ending' in about) return aboutEnding(services, place);
  if ('feature' in about) return aboutSwitch(services, about.feature, place);
  const reads = { by: actor.oid, isShared: sharedPlace(place) !== null };
  if (about.approvers === null) return whoApproves(services, null, reads);
  const stored = await services.store.requestByNumber(services.tenantId, about.approvers);
  const request = stored && (await asTold(services, stored, `asked:${about.approvers}`));
  if (
    request?.submittedAt === null &&
    request.requester.oid === actor.oid &&
    (await isShownIn(services, request, place))
  )
    return noAnswer(t`#${request.number} is a draft: nobody decides on it before you send it.`, [
      `show ${request.number}`,
    ]);
  if (!request || request.submittedAt === null || !(await isShownIn(services, request, place))) {
    const givenUp = request ? null : await givenUpWords(services, about.approvers);
    return noAnswer(givenUp ?? t`There is no request #${about.approvers} here.`, ['requests']);
  }
  return whoApproves(services, request, reads);
}

/** A question about what waits in Defender's Action center, what was done on devices, or a verdict. */
type CenterQuestion = Extract<
  Question,
  | { readonly waiting: number }
  | { readonly acts: number }
  | { readonly alerts: number }
  | { readonly verdict: string }
  | { readonly standing: string }
>;

function isAboutCenter(about: Question): about is CenterQuestion {
  return 'waiting' in about || 'acts' in about || 'alerts' in about || 'verdict' in about || 'standing' in about;
}

/** @throws AirlockError the tenant's errors, where an alert or the devices are asked for and cannot be read */
async function aboutCenter(services: Services, about: CenterQuestion, place: Place): Promise<Answer> {
  if ('standing' in about)
    return { view: 'center', data: await aboutStanding(services, about.standing, about.on, place) };
  if ('waiting' in about) return { view: 'center', data: await aboutWaiting(services, about.waiting) };
  if ('acts' in about) return { view: 'center', data: await aboutActs(services, about.on, about.acts, place) };
  if ('alerts' in about) return aboutAlerts(services, about.on, about.alerts);
  return aboutVerdict(services, about.verdict, about);
}
