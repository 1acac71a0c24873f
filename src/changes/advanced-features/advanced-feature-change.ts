import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { say, t } from '../../shared/language/worded.ts';
import { type Base, sameObjects } from '../base.ts';
import type { Assessment, ChangeKind } from '../change-kind.ts';
import {
  FEATURE_NAMES,
  FEATURE_STATE_WORDS,
  FEATURE_STATES,
  type FeatureName,
  type FeatureState,
  feature,
  howToTell,
  sightCommand,
} from '../features.ts';
import { featureKey, type Source, sourceSchema } from '../knowledge/knowledge.ts';
import { sourceOf, sourceWords } from '../knowledge/source-words.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';

const schema = z.strictObject({
  kind: z.literal('advanced-feature'),
  feature: z.enum(FEATURE_NAMES),
  to: z.enum(['on', 'off']),
});

/** One switch of Settings > Endpoints > Advanced features, on or off. */
export type AdvancedFeatureChange = Readonly<z.infer<typeof schema>>;

const BASE = z.object({ state: z.enum(FEATURE_STATES) });
const SHOWN = z.object({ source: sourceSchema }).nullable().catch(null);

export const advancedFeatureChange: ChangeKind<AdvancedFeatureChange> = {
  owner: 'tenant',
  scopes: ['features'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change to an advanced feature.');
    return parsed.data;
  },

  title: ({ feature: name, to }) =>
    to === 'on' ? t`Turn on ${feature(name).title}` : t`Turn off ${feature(name).title}`,

  objects: (change) => [`advanced-feature:${change.feature}`],

  assess(change, now): Assessment {
    const title = feature(change.feature).title;
    const state = stateIn(change, now);
    if (state === change.to) return { verdict: 'already', why: alreadySo(change, now) };
    if (state === 'unknown')
      return {
        verdict: 'unsupported',
        why: t`This tenant does not say whether ${title} is on or off, so Airlock does not change it.`,
      };
    if (state === 'built-in') return builtIn(change, title, sourceWords(sourceIn(change, now)));
    return { verdict: 'open' };
  },

  base: (change, now): Base => ({
    objects: { feature: change.feature, state: stateIn(change, now) },
    preview: null,
    shown: { source: asJson(sourceIn(change, now)) },
  }),

  isAsKnown: (base, now) => stateOf(base) === 'unread' || sameObjects(base, now),

  reached: (change, now) => stateIn(change, now) === change.to,

  knownBy: (change, now) => [sourceIn(change, now)].filter(({ kind }) => kind !== 'read'),

  diff: (change, base) => [
    {
      label: feature(change.feature).title,
      from: FEATURE_STATE_WORDS[stateOf(base)],
      to: FEATURE_STATE_WORDS[change.to],
      ...SHOWN.parse(base.shown),
    },
  ],

  risk(change, base, tense = 'asked') {
    const { banner, resolves, notes, asides } = feature(change.feature).risk[change.to];
    const unread = stateOf(base) === 'unread' ? unreadNotes(change.feature) : [];
    return {
      lowersProtection: banner !== null,
      dangers: [
        ...(banner === null ? [] : [{ kind: 'less-protection', text: say(banner[tense]) } as const]),
        ...(resolves === null ? [] : [{ kind: 'self-resolved', text: say(resolves[tense]) } as const]),
      ],
      notes: [...unread, ...notes.map(say)],
      asides: asides.map(say),
    };
  },

  inverse(change, base, now) {
    const title = feature(change.feature).title;
    const was = stateOf(base);
    if (was === 'unread' || stateIn(change, now) === 'unread') {
      return {
        why:
          was === 'unread'
            ? t`Whether ${title} was on or off before is not known, so it cannot be restored. You can request the opposite as a separate change.`
            : t`Whether ${title} was on or off since is not known, so it cannot be restored. You can request the opposite as a separate change.`,
        instead: opposite(change),
      };
    }
    if (was !== 'on' && was !== 'off') {
      return {
        why: t`${title} was "${FEATURE_STATE_WORDS[was]}" before, which Airlock cannot set. You can request the opposite as a separate change.`,
        instead: opposite(change),
      };
    }
    if (stateIn(change, now) !== change.to) {
      return {
        why: t`${title} is no longer ${FEATURE_STATE_WORDS[change.to]}${isNow(change, now)}: somebody changed it after this request was applied.`,
        movedOn: t`${title} is no longer ${FEATURE_STATE_WORDS[change.to]}${isNow(change, now)}.`,
      };
    }
    return { change: { ...change, to: was } };
  },

  unrestorable: (change, base) => (['on', 'off'].includes(stateOf(base)) ? null : { instead: opposite(change) }),

  effects: () => null,

  affected: () => [],
};

/** The command that asks for it. */
function opposite({ feature: name, to }: AdvancedFeatureChange): string {
  return `${to === 'on' ? 'disable' : 'enable'} ${feature(name).title.toLowerCase()}`;
}

/**
 * What somebody says, or a log shows, is no reading: the answer says whose word it is, and what to write if it is not
 * so.
 */
function alreadySo(change: AdvancedFeatureChange, now: TenantSnapshot): string {
  const { feature: name, to } = change;
  const { title } = feature(name);
  const source = sourceIn(change, now);
  if (isReadNow(source, now)) return t`${title} is already ${onOff(to)}. There is nothing to approve.`;
  const otherwise = sightCommand(name, to === 'on' ? 'off' : 'on');
  return t`${title} is already ${onOff(to)}, ${sourceWords(source)}. There is nothing to approve. If the portal shows otherwise, write "${otherwise}".`;
}

function onOff(to: 'on' | 'off'): string {
  return to === 'on' ? t`on` : t`off`;
}

/** A reading that is remembered is older. */
function isReadNow(source: Source, { readAt }: TenantSnapshot): boolean {
  return source.kind === 'read' && source.at >= readAt;
}

/** Empty where it was read: then the state speaks for itself. */
function isNow(change: AdvancedFeatureChange, now: TenantSnapshot): string {
  const source = sourceIn(change, now);
  return isReadNow(source, now) ? '' : t` but ${FEATURE_STATE_WORDS[stateIn(change, now)]}, ${sourceWords(source)}`;
}

function unreadNotes(name: FeatureName): string[] {
  const { builtIn: gone } = feature(name);
  return [
    ...(gone ? [say(gone.maybeGone)] : []),
    t`Whether it is on or off now is not known: it may already be as requested. ${howToTell(name)}`,
  ];
}

function sourceIn(change: AdvancedFeatureChange, now: TenantSnapshot): Source {
  return sourceOf(now.sources, featureKey(change.feature)) ?? { kind: 'read', at: now.readAt };
}

/** @param how by which assumption it counts as built in */
function builtIn(change: AdvancedFeatureChange, title: string, how: string): Assessment {
  if (change.to === 'on') {
    return {
      verdict: 'already',
      why: t`${title} is already on: it counts as built into this tenant, without a switch, ${how}. There is nothing to approve.`,
    };
  }
  const governedBy = say(feature(change.feature).builtIn?.governedBy ?? '');
  return {
    verdict: 'unsupported',
    why: [
      t`${title} counts as built into this tenant, ${how}: then it has no switch and cannot be turned off.`,
      governedBy,
    ]
      .join(' ')
      .trim(),
  };
}

function stateIn(change: AdvancedFeatureChange, now: TenantSnapshot): FeatureState {
  return now.features?.[change.feature] ?? 'unknown';
}

function stateOf(base: Base): FeatureState {
  const parsed = BASE.safeParse(base.objects);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return parsed.data.state;
}
