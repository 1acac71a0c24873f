import { cut } from '../../../changes/device-group/words/names.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import { AirlockError } from '../../../shared/errors.ts';
import type { ConversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { NoticeData } from '../../messages/answers.ts';
import type { Services } from '../../ports/services.ts';
import type { Actor } from '../../record/request.ts';
import { ifRecorded } from '../../rules/load.ts';
import { isShownIn, type Place, placeOf } from '../../rules/shared-places.ts';

/** What a refusal offers, as `details.next` of its error. */
export interface NextSteps extends Pick<NoticeData, 'buttons'> {
  /** Commands, for buttons. */
  readonly suggestions: readonly string[];
  /** Whether asking once more may succeed afterwards. */
  readonly isPassing: boolean;
}

/** How many drafts stand as buttons beside the refusal of a further one, and how much of what each asks for. */
const OFFERED = 3;
/** How many of them are named by their numbers. */
const LISTED = 30;
/** How many times as many drafts somebody may have where the next one is an emergency. */
const URGENT = 10;
const MOST_TITLE = 30;

/**
 * Limits the drafts of one person, as their forms are, so that nobody can flood the store. The limit is the one for
 * open requests. Beside it each draft can be discarded.
 * @param conversation where somebody asks: what they asked for elsewhere is not told there
 * @param isAtOnce whether it may be done at once in an emergency: idle drafts do not stand in its way
 * @throws AirlockError not-allowed
 */
export async function assertDraftRoom(
  services: Services,
  { oid }: Actor,
  conversation: ConversationKey,
  isAtOnce = false,
): Promise<void> {
  const { store, tenantId, policy } = services;
  const drafts = await store.draftCount(tenantId, oid);
  const most = policy.openPerPerson;
  if (drafts < (isAtOnce ? most * URGENT : most)) return;
  const place = await placeOf(services, conversation);
  const numbers = await store.draftNumbers(tenantId, oid, LISTED);
  const offered = numbers.slice(0, OFFERED).map((number) => discarding(services, number, place));
  const all = drafts > 1 ? [{ title: t`Discard all ${drafts} drafts`, say: 'discard all drafts' }] : [];
  const buttons = [...all, ...(await Promise.all(offered))];
  const next: NextSteps = { buttons, suggestions: ['home'], isPassing: true };
  const listed = numbers.map((number) => `#${number}`).join(', ');
  throw new AirlockError(
    'not-allowed',
    drafts > numbers.length
      ? t`You have ${drafts} drafts; the limit is ${most}. Send or discard one first: ${listed} or another. Write "discard ${numbers[0] ?? 1}", for example.`
      : t`You have ${drafts} drafts; the limit is ${most}. Send or discard one first: ${listed}. Write "discard ${numbers[0] ?? 1}", for example.`,
    { details: { next } },
  );
}

/** What a draft asks for; null where it is not told there, or not as recorded. */
export async function draftTitle(services: Services, number: number, place: Place): Promise<string | null> {
  const draft = await ifRecorded(services, await services.store.requestByNumber(services.tenantId, number));
  const isTold = draft !== null && (await isShownIn(services, draft, place));
  return isTold ? kindOf(draft.change).title(draft.change) : null;
}

async function discarding(services: Services, number: number, place: Place) {
  const what = await draftTitle(services, number, place);
  const title = what === null ? t`Discard #${number}` : t`Discard #${number}: ${cut(what, MOST_TITLE)}`;
  return { title, say: `discard ${number}` };
}
