import { lackLines } from '../../changes/device-group/preview/lack-words.ts';
import { listed, quoted } from '../../changes/device-group/words/names.ts';
import type { Device } from '../../changes/device-group.ts';
import { isSameTag } from '../../changes/supported/tags/tag-change.ts';
import type { TagOrigins } from '../../changes/tenant-snapshot.ts';
import { t } from '../../shared/language/worded.ts';
import type { NoticeData } from '../messages/answers.ts';
import type { Seen } from '../ports/defender-activity.ts';
import type { Services } from '../ports/services.ts';
import { devicesCalled, moreCalled, SHOWN, withId } from './named-devices.ts';
import { noAnswer, sentences } from './question.ts';

/**
 * The tags of a device, and where each comes from as far as hunting tells it.
 * @param name the device's name or its whole DNS name, in any case
 * @throws AirlockError the tenant's errors
 */
export async function aboutTags(
  { tenant, center }: Pick<Services, 'tenant' | 'center'>,
  name: string,
): Promise<NoticeData> {
  const found = devicesCalled(await tenant.read(['devices'], 'recent'), name);
  if ('why' in found) return noAnswer(found.why);
  const shown = found.slice(0, SHOWN);
  const texts = await Promise.all(shown.map(async (one) => tagsOf(one, await center.tags(one.id), found.length > 1)));
  const [first] = found;
  const isPlain = found.length === 1 && first !== undefined && first.tags.length > 0;
  return {
    tone: 'info',
    title: t`Tags of ${quoted(name)}`,
    text: sentences(...texts, moreCalled(found)),
    ...(isPlain && { examples: [`untag ${name} from "${first.tags[0]}"`] }),
    suggestions: [`which group is ${name} in`],
  };
}

/** @param isOneOf whether other devices have the same name, so that it says of which it tells */
function tagsOf(device: Device, seen: Seen<TagOrigins | null>, isOneOf: boolean): string {
  const { tags, tagsUnread } = device;
  const of = isOneOf ? `${withId(device)}: ` : '';
  const untold = tagsUnread ? t`Defender did not tell all its tags.` : null;
  const origins = 'value' in seen ? seen.value : null;
  const known = origins === null ? [] : [...origins.manual, ...origins.dynamic, ...origins.registry];
  if (tags.length === 0 && known.length === 0) return `${of}${sentences(t`Defender lists no tag of it.`, untold)}`;
  const others = tags.filter((tag) => !known.some((one) => isSameTag(one, tag)));
  return `${of}${sentences(
    ...[byOrigin(origins?.manual, (told) => t`Set by hand or by API: ${told}.`)],
    ...[byOrigin(origins?.dynamic, (told) => t`Set by an asset rule, which Airlock cannot take away: ${told}.`)],
    ...[
      byOrigin(
        origins?.registry,
        (told) => t`Set by the device itself or a management profile, which Airlock cannot take away: ${told}.`,
      ),
    ],
    ...[byOrigin(others, (told) => t`Where it comes from is not known: ${told}.`)],
    'why' in seen ? seen.why : null,
    untold,
  )}`;
}

function byOrigin(tags: readonly string[] = [], words: (told: string) => string): string | null {
  return tags.length === 0 ? null : words(tags.map(quoted).join(', '));
}

/** How many devices are named. */
const NAMED = 12;

/** The devices that have a tag, in any case of its letters. @throws AirlockError the tenant's errors */
export async function aboutTagged({ tenant }: Pick<Services, 'tenant'>, tag: string): Promise<NoticeData> {
  const { devices = [], devicesLack } = await tenant.read(['devices'], 'recent');
  const found = devices.filter(({ tags, state }) => state !== 'merged' && tags.some((one) => isSameTag(one, tag)));
  const untold = devices.filter(({ tagsUnread }) => tagsUnread).length;
  const names = found.slice(0, NAMED).map(({ name, dnsName }) => name || dnsName);
  const more = found.length - names.length;
  return {
    tone: 'info',
    title:
      found.length === 1
        ? t`1 device has the tag ${quoted(tag)}`
        : t`${found.length} devices have the tag ${quoted(tag)}`,
    text: sentences(
      found.length === 0 ? t`Defender lists none that has it.` : null,
      names.length > 0 && more <= 0 ? `${listed(names)}.` : null,
      more > 0 ? t`${names.join(', ')} and ${more} more.` : null,
      untold > 0 ? t`Of ${untold} devices Defender did not tell all tags.` : null,
      ...lackLines(devicesLack),
    ),
    suggestions: ['status'],
  };
}
