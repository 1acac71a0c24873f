import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import { countDevices, quoted } from '../../changes/device-group/words/names.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { afterPart } from '../../changes/several/after-part.ts';
import { parsePart } from '../../changes/several/part-kinds.ts';
import { devicesNamed } from '../../changes/supported/tags/devices-named.ts';
import { withDevices } from '../../changes/supported/tags/find-devices.ts';
import type { DeviceTagsChange } from '../../changes/supported/tags/tag-change.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { numberWords } from '../../shared/language/number-words.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import { draftScopes, readTogether } from '../rules/setting-owner.ts';
import { type Assessed, assessDraft, draftable, type Refused, readForDraft, withLookedUp } from './assess.ts';
import { whyOff, whyTooLong } from './before/why-not.ts';

type Asked = Parameters<typeof assessDraft>[0];

/**
 * Reads the tenant and says whether this can be drafted. A device group whose form, or command, names devices to tag
 * becomes a request of two parts: the group, and the tag of its rule on these devices.
 * @throws AirlockError the tenant's errors, directory-unavailable
 */
export async function assessAsked(services: Services, asked: Asked): Promise<Assessed> {
  const tags = 'input' in asked ? tagsIn(asked.input) : null;
  if (!('input' in asked) || tags === null) return assessDraft(asked, await readForDraft(services, asked));
  const refused = 'verdict' in tags ? tags : whyOff(services, tags);
  if (refused || 'verdict' in tags) return atTagged(refused ?? noDevices());
  const scopes = [...draftScopes(asked), ...draftScopes({ change: tags })];
  const read = await readTogether(services, [...new Set(scopes)], 'recent', [tags]);
  const now = await withLookedUp(services, services.tenant, read, [asked.input]);
  const group = assessDraft(asked, now);
  if (group.verdict === 'invalid' || group.verdict === 'unsupported') return group;
  const before = group.verdict === 'open' ? afterPart(parsePart(group.change), now, 0) : now;
  const tagged = assessDraft({ change: tags }, before);
  if (tagged.verdict === 'already' && group.verdict === 'open') return { ...group, isSo: taggedWords(tags, before) };
  if (tagged.verdict !== 'open') return atTagged(tagged);
  if (group.verdict !== 'open') return tagged;
  const change: Change = { kind: 'several', parts: [group.change, tagged.change].map(parsePart) };
  const assessment = kindOf(change).assess(change, now);
  if (assessment.verdict !== 'open') return assessment;
  const found = draftable(change, now);
  const tooLong = whyTooLong(services, found);
  return tooLong === null ? found : { verdict: 'unsupported', why: tooLong };
}

/** The tags that an input asks for beside its group; null for none, and what is wrong where they cannot be made out. */
function tagsIn(input: GroupInput): DeviceTagsChange | Refused | null {
  const typed = 'tagged' in input ? (input.tagged?.trim() ?? '') : '';
  if (typed === '' || !('tagged' in input)) return null;
  const tag = input.fields.conditions?.find(({ property, value }) => property === 'tag' && value.trim() !== '');
  if (!tag) return noTag();
  const wanted = devicesNamed(typed);
  return wanted === null
    ? noDevices()
    : { kind: 'device-tags', action: 'add', tag: tag.value.trim(), wanted, devices: [] };
}

/** How many devices are named. */
const NAMED = 3;

/** Which devices have the tag already, so that the group is all that is left to ask for. */
function taggedWords(tags: DeviceTagsChange, now: TenantSnapshot): string {
  const found = withDevices(tags, now);
  const devices = 'devices' in found ? found.devices : [];
  const more = devices.length - NAMED;
  const names = devices.slice(0, NAMED).map(({ name }) => quoted(name));
  const shown = more > 0 ? t`${names.join(', ')} and ${numberWords(more)} more` : names.join(', ');
  const [count, tag] = [countDevices(devices.length), quoted(tags.tag)];
  return devices.length === 1
    ? t`${shown} has the tag ${tag} already, so nothing is tagged: the draft holds the group alone.`
    : t`${count} have the tag ${tag} already, so nothing is tagged: ${shown}. The draft holds the group alone.`;
}

function noTag(): Refused {
  const why = t`The rule names no tag that these devices could get. Add a row with a tag, or leave the devices out.`;
  return { verdict: 'unsupported', why };
}

function noDevices(): Refused {
  return { verdict: 'unsupported', why: t`These are no names of devices, or more than 5,000.` };
}

/** What is wrong with the devices to tag, at their field of the form. */
function atTagged(refused: Refused): Refused {
  const messages = refused.verdict === 'invalid' ? refused.faults.map(({ message }) => message) : [refused.why];
  return { verdict: 'invalid', faults: messages.map((message) => ({ field: 'tagged', message })) };
}
