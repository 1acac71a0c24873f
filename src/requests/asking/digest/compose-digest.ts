import { listed } from '../../../changes/device-group/words/names.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { ENGLISH } from '../../../shared/language/languages.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { inEnglish, languageNow, t } from '../../../shared/language/worded.ts';
import { endingSoon } from '../../knowing/ending-indicators.ts';
import { type Answer, requestLine as requestLineOf, type StatusData } from '../../messages/answers.ts';
import { owed } from '../../notifying/status-first.ts';
import { readForStatus, statusAnswer } from '../../notifying/tenant-status.ts';
import type { CenterData, CenterLine, WaitingList } from '../../ports/defender-activity.ts';
import type { Services } from '../../ports/services.ts';
import { channelOf } from '../../rules/setting-owner.ts';
import { placeOf, sharedPlace } from '../../rules/shared-places.ts';
import { ageWords, titleOf, unreadWords, waitingTitle } from '../center/about-waiting.ts';
import { groupLines, levelSides, switchLine, toldOf } from './digest-lines.ts';
import { type Digest, digestsOf, type Told } from './digest-settings.ts';

/** What is sent, and what the next one is compared with. */
export interface Composed {
  readonly answer: Answer;
  readonly told: Told | null;
}

/** A digest at once, compared with the last one that came here by itself; it is none of those. */
export async function digestNow(services: Services, conversation: Digest['conversation']): Promise<Answer> {
  const own = (await digestsOf(services)).channels.find((one) => one.conversation === channelOf(conversation));
  const { answer } = await composeDigest(services, {
    conversation,
    every: own?.every ?? null,
    told: own?.told ?? null,
  });
  if (answer.view !== 'center') return answer;
  return { view: 'center', data: { ...answer.data, title: t`Digest as of now` } };
}

/** What a digest is made for. `every` is null where none comes by itself. */
type Asked = Pick<Digest, 'conversation' | 'told'> & { readonly every: Digest['every'] | null };

/** What a channel is told: what could not be read is said, and does not hide the rest. */
export async function composeDigest(services: Services, digest: Asked): Promise<Composed> {
  const [read, waiting, ending] = await Promise.all([
    statusOf(services, digest),
    services.center.pending(),
    endingLine(services, digest),
  ]);
  const status = 'why' in read ? null : read;
  const before = digest.told;
  const stored = status ?? (await storedAlone(services, digest));
  const lines = [
    ...firstLine(stored),
    ...(status === null ? [] : tenantLines(status, before)),
    waitingLine(waiting),
    requestLine(stored),
    ...ending,
  ];
  const data: CenterData = {
    tone: waiting.items.length > 0 || (status?.first ?? []).some(({ tone }) => tone !== 'info') ? 'warning' : 'info',
    title: digest.every === 'daily' ? t`Daily digest` : t`Weekly digest`,
    ...(status && levelSides(status, before)),
    lines,
    notes: [comparedWords(digest)],
    unread: [
      ...('why' in read ? [t`Switches and device groups: not read. ${read.why}`] : halfUnread(read)),
      ...unreadWords(waiting),
    ],
    readAt: status?.readAt ?? waiting.readAt,
    buttons: [
      { title: t`Status`, say: 'status' },
      { title: t`Pending`, say: 'pending' },
      { title: t`Requests`, say: 'requests' },
      ...(digest.every === null ? [] : [{ title: t`Digest off`, say: 'digest off' }]),
    ],
  };
  return { answer: { view: 'center', data }, told: status === null ? before : toldOf(status) };
}

function comparedWords({ every, told }: Asked): string {
  if (told !== null) return t`Compared with ${utcWords(told.at)}.`;
  if (every === null) return t`No digest comes here by itself. In a channel, "digest daily" begins one.`;
  return t`The first digest here: the next one tells what changed.`;
}

/** In English, as what is told is compared with the next; what matters most in the reader's language. */
async function statusOf(services: Services, { conversation }: Asked): Promise<StatusData | { readonly why: string }> {
  try {
    const read = { ...(await readForStatus(services)), outside: null };
    const told = await inEnglish(() => statusAnswer(services, read, { conversation }));
    const shown = languageNow() === ENGLISH ? told : await statusAnswer(services, read, { conversation });
    if (told.view !== 'status' || shown.view !== 'status') return { why: '' };
    return { ...told.data, ...(shown.data.first && { first: shown.data.first }) };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { why: error.message };
  }
}

function halfUnread({ unreadHalf, groupsShort, groupsUnread }: StatusData): readonly string[] {
  return [
    ...(unreadHalf
      ? [
          unreadHalf.half === 'features'
            ? t`Switches: not read. ${unreadHalf.why}`
            : t`Device groups: not read. ${unreadHalf.why}`,
        ]
      : []),
    ...(groupsUnread === undefined ? [] : [t`List of device groups: not read. ${groupsUnread}`]),
    ...(groupsShort ? [t`Not every device group could be read: there may be more.`] : []),
  ];
}

function tenantLines(status: StatusData, before: Told | null): readonly CenterLine[] {
  const groups = status.groups ?? [];
  const ungrouped = groups.at(-1)?.devices;
  return [
    switchLine(status, before),
    ...groupLines(status, before),
    ...(groups.length === 0
      ? []
      : [
          {
            title: t`Devices in no group`,
            facts: [ungrouped === undefined ? t`How many is not known.` : String(ungrouped)],
          },
        ]),
  ];
}

function waitingLine(list: WaitingList): CenterLine {
  const [oldest] = list.items;
  const facts = oldest ? [t`The oldest: ${waitingTitle(oldest)}.`, ageWords(oldest, list.readAt)] : [];
  return { title: titleOf(list), facts };
}

/** How many numbers a line shows. */
const NUMBERS = 5;

/** What is open and owed where nothing of the tenant could be read: neither hides behind the other. */
async function storedAlone(services: Services, { conversation }: Asked): Promise<Pick<StatusData, 'open' | 'first'>> {
  const place = sharedPlace(await placeOf(services, conversation));
  const open = await services.store.openPage(services.tenantId, { skip: 0, limit: OPEN, place }, () => undefined);
  return { open: open.map((request) => requestLineOf(request, services.clock.now())), first: await owed(services) };
}

/** How many open requests are counted where the status could not be made. */
const OPEN = 20;

/** What is owed and due, and what matters most, on top as the status says it first; none where there is nothing. */
function firstLine({ first = [] }: Pick<StatusData, 'first'>): readonly CenterLine[] {
  return first.length === 0 ? [] : [{ title: t`What matters most`, facts: first.map(({ text }) => text) }];
}

/** Open requests that are shown here. */
function requestLine({ open }: Pick<StatusData, 'open'>): CenterLine {
  const numbers = open.slice(0, NUMBERS).map(({ number }) => `#${number}`);
  const more = open.length - NUMBERS;
  const words = open.length === 0 ? t`None.` : `${listed(more > 0 ? [...numbers, t`${more} more`] : numbers)}.`;
  return { title: t`Open requests that are shown here`, facts: [words] };
}

/** Indicators that requests wrote and that end within a week. */
async function endingLine(services: Services, { conversation }: Asked): Promise<readonly CenterLine[]> {
  if (!services.supported.kinds.includes('indicators')) return [];
  const ending = await endingSoon(services, sharedPlace(await placeOf(services, conversation)));
  const more = ending.length - ENDING;
  return [
    {
      title: t`Indicators that end within 7 days`,
      facts:
        ending.length === 0
          ? [t`None that a request wrote.`]
          : [...ending.slice(0, ENDING).map(({ text }) => text), ...(more > 0 ? [t`and ${more} more`] : [])],
    },
  ];
}

/** How many requests whose indicators end are shown. */
const ENDING = 3;
