import type { DiffRow, Risk } from '../../changes/change-kind.ts';
import { EFFECT_WORDS, type Effects, type Flow } from '../../changes/device-effects.ts';
import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { tooManyDevices } from '../deciding/alone/going-alone.ts';
import type { NoticeData } from '../messages/answers.ts';
import { isDeleted, oldValue } from '../messages/chief-row.ts';
import type { Services } from '../ports/services.ts';
import { assessDraft, type Refused, readForDraft } from './assess.ts';
import { whyOff } from './before/why-not.ts';

type Wish = { readonly input: GroupInput } | { readonly change: Change };

/** How much of a preview one answer tells; a draft shows the rest. */
const MOST = { rows: 6, flows: 4, dangers: 4, notes: 3 } as const;

/**
 * What a change would do, by a reading of now: nothing is filed, and nobody is asked.
 * @param typed the command that drafts it, as a button
 * @throws AirlockError the tenant's errors, directory-unavailable
 */
export async function whatIf(services: Services, wish: Wish, typed: string): Promise<NoticeData> {
  const off = 'change' in wish ? whyOff(services, wish.change) : null;
  if (off) return refused(off);
  const found = assessDraft(wish, await readForDraft(services, wish));
  if (found.verdict !== 'open') return refused(found);
  const { change, base } = found;
  const tooMany = tooManyDevices(services.policy.deviceActs, change);
  if (tooMany !== null) return refused({ verdict: 'unsupported', why: tooMany });
  const rules = kindOf(change);
  const [effects, risk] = [rules.effects(change, base), rules.risk(change, base)];
  return {
    tone: risk.dangers.length > 0 ? 'warning' : 'info',
    title: t`If asked for: ${rules.title(change)}`,
    text: [...(effects === null ? [] : [effects.headline, ...effects.told]), say(UNASKED)].join(' '),
    details: [...changesOf(rules.diff(change, base)), ...flowsOf(effects), ...warningsOf(risk)],
    suggestions: [typed],
    final: true,
  };
}

const UNASKED = msg`Nothing was filed and nobody was asked; the button makes a draft.`;

function refused(why: Refused): NoticeData {
  const more = why.verdict === 'invalid' ? { text: say(NOT_POSSIBLE), faults: why.faults } : { text: why.why };
  return { tone: 'info', title: t`That would change nothing`, ...more, suggestions: ['status'], final: true };
}

const NOT_POSSIBLE = msg`This could not be asked for as it stands.`;

/** Old and new. That all of something goes, its first row says. */
function changesOf(rows: readonly DiffRow[]): NonNullable<NoticeData['details']> {
  const told = rows.filter(({ to }, at) => !isDeleted(to) || at === 0);
  return told.slice(0, MOST.rows).map((row) => {
    const from = oldValue(row);
    return { label: row.label, text: from === null ? row.to : `${from} → ${row.to}` };
  });
}

function flowsOf(effects: Effects | null): NonNullable<NoticeData['details']> {
  if (effects === null) return [];
  const more = effects.flows.length - MOST.flows + effects.moreFlows;
  return [
    ...effects.flows.slice(0, MOST.flows).map(flowOf),
    ...(more > 0 ? [{ label: t`More`, text: t`${more} more ways that devices would go: a draft shows them.` }] : []),
  ];
}

function flowOf({ group, from, to, devices, effect }: Flow): { readonly label: string; readonly text: string } {
  const words = EFFECT_WORDS[effect];
  const way = `${group === null ? '' : `${group}: `}${from} → ${to}`;
  return { label: devices === 1 ? t`1 device` : t`${devices} devices`, text: words ? `${way} (${words})` : way };
}

function warningsOf({ dangers, notes }: Risk): NonNullable<NoticeData['details']> {
  return [
    ...dangers.slice(0, MOST.dangers).map(({ text }) => ({ label: t`Danger`, text })),
    ...notes.slice(0, MOST.notes).map((text) => ({ label: t`Note`, text })),
  ];
}
