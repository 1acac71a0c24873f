import type { DeviceGroup, GroupPart } from '../../changes/device-group.ts';
import { FEATURE_STATE_WORDS, type FeatureName, feature, howToTell } from '../../changes/features.ts';
import { featureKey, groupKey } from '../../changes/knowledge/knowledge.ts';
import { sourceOf, sourceSentence, sourceWords } from '../../changes/knowledge/source-words.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { say, t } from '../../shared/language/worded.ts';
import { openChangeOf } from '../knowing/outside-known.ts';
import type { NoticeData } from '../messages/answers.ts';
import { notAdopted } from '../messages/outside-words.ts';
import { notTold } from '../messages/untrue-words.ts';
import type { Services } from '../ports/services.ts';
import { type Place, sharedPlace } from '../rules/shared-places.ts';
import { appliedBy, type LastApplied, lastApplied, laterWords, peopleOf } from './last-change.ts';
import { sentences } from './question.ts';

/**
 * Whether a switch is on, how that is known, and which request about it was applied last.
 * @throws AirlockError the tenant's errors
 */
export async function aboutSwitch(services: Services, name: FeatureName, place: Place): Promise<NoticeData> {
  const [now, last, open] = await Promise.all([
    services.tenant.read(['features'], 'recent'),
    lastApplied(services, place, name),
    openChangeOf(services, name),
  ]);
  const untold = open !== null && last?.outside?.number !== open.number ? open : null;
  const state = now.features?.[name] ?? 'unknown';
  const source = sourceOf(now.sources, featureKey(name));
  const isKnown = state === 'on' || state === 'off';
  const known = source?.kind === 'not-known' ? null : source;
  const { title, builtIn } = feature(name);
  return {
    tone: 'info',
    title: `${say(title)}: ${say(FEATURE_STATE_WORDS[state])}`,
    text: sentences(
      isKnown ? (known ? sourceSentence(known) : t`Read in Defender now.`) : null,
      state === 'built-in'
        ? t`It counts as built into this tenant, without a switch${known ? `, ${sourceWords(known)}` : ''}. ${say(builtIn?.governedBy ?? '')}`
        : null,
      state === 'unread' ? t`Airlock cannot read it. ${howToTell(name)}` : null,
      state === 'unread' && untold ? notAdopted(untold.number, untold.item) : null,
      state === 'unknown' ? t`Defender's answer does not say.` : null,
      ...(last ? lastWords(last, place) : []),
    ),
    suggestions: last
      ? [`show ${last.request.number}`, ...(last.outside ? ['outside changes'] : []), 'status']
      : [...(untold ? ['outside changes'] : []), 'status'],
  };
}

function lastWords(last: LastApplied, place: Place): readonly (string | null)[] {
  const { number } = last.request;
  const which =
    sharedPlace(place) === null
      ? t`The last request about it: #${number}.`
      : t`The last request about it that is shown here: #${number}.`;
  if (last.isSwapped) return [which, notTold(number), laterWords(last)];
  return [which, peopleOf(last.request), appliedBy(last.request), laterWords(last)];
}

/** How a part is known; null where it was read now, and where it is not known. */
export function howKnown(group: DeviceGroup, { sources }: TenantSnapshot, which: GroupPart): string | null {
  const source = sourceOf(sources, groupKey(group.ungrouped ? 'ungrouped' : group.id, which));
  const other = sourceOf(sources, groupKey(group.id, which));
  const known = source ?? other;
  return known === null || known.kind === 'not-known' ? null : sourceWords(known);
}
