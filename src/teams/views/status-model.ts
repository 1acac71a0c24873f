import type { Product } from '../../changes/tenant-snapshot.ts';
import type { StatusData } from '../../requests/answer.ts';
import { type ActivityModel, activityModel } from './activity-model.ts';
import { type Detail, detail } from './detail.ts';
import { moment } from './moment.ts';
import type { CardTone, Section, Sentence } from './request-model.ts';
import { type LineModel, lineModel } from './requests-model.ts';
import { LENGTHS, type ShownText, shown } from './shown-text.ts';

const MOST_GROUPS = 16;
const MOST_OPEN = 8;
/** Older than this, a reading says its age in words too. */
const FRESH = 60_000;

const PRODUCTS: Readonly<Record<Product, string>> = {
  plan2: 'Defender for Endpoint Plan 2',
  plan1: 'Defender for Endpoint Plan 1',
  business: 'Defender for Business',
  unknown: 'Not known',
};

const CONNECTORS: Readonly<Record<string, string>> = {
  portal: 'The portal API: approved changes are written by Airlock',
  guided: 'Guided: an operator applies approved changes by hand',
};

const NO_CHANNEL = "Where a request was asked, and approvers' own chats";

/** What cards/status.json binds. */
export interface StatusModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly details: readonly Detail[];
  readonly features: readonly { readonly title: ShownText; readonly state: ShownText }[];
  readonly groupsTitle: string;
  readonly groups: readonly {
    readonly rank: ShownText;
    readonly name: ShownText;
    readonly levels: readonly ShownText[];
  }[];
  readonly groupless: readonly Sentence[];
  readonly activities: Section<ActivityModel>;
  readonly open: readonly LineModel[];
  readonly quiet: readonly Sentence[];
}

/** What the tenant is now, and what is asked of it. */
export function statusModel(data: StatusData, now: number): StatusModel {
  return {
    fallback: 'The state of the Defender tenant.',
    tone: 'emphasis',
    headline: shown('● Defender now'),
    asides: [],
    details: [
      detail('Read', { texts: age(now - data.readAt), whens: [moment(data.readAt)] }),
      detail('Product', { texts: [shown(PRODUCTS[data.product])] }),
      detail('Connector', { texts: [shown(CONNECTORS[data.connector] ?? data.connector)] }),
      detail('Approvals go to', { texts: [shown(data.approvals ?? NO_CHANNEL)] }),
    ],
    features: data.features.map(({ title, state }) => ({
      title: shown(title, LENGTHS.label),
      state: shown(state, 24),
    })),
    groupsTitle: hasRanks(data) ? 'Device groups, by rank' : 'Device groups',
    groups: groups(data),
    groupless: groupless(data.groups),
    activities: activityModel(data.activity),
    open: data.open.slice(0, MOST_OPEN).map(lineModel),
    quiet: quiet(data.open.length),
  };
}

function age(ms: number): ShownText[] {
  const minutes = Math.round(ms / 60_000);
  if (ms < FRESH) return [];
  return [shown(minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`)];
}

/** Not every connector can read ranks; the ungrouped devices have none anywhere. */
function hasRanks(data: StatusData): boolean {
  return data.groups === null || data.groups.some(({ rank }) => /\d/.test(rank));
}

function groups(data: StatusData): StatusModel['groups'] {
  return (data.groups ?? []).slice(0, MOST_GROUPS).map(({ rank, name, level, exposure }) => ({
    rank: shown(rank || '…', 8),
    name: shown(name, LENGTHS.label),
    levels: level ? [shown(level + exposed(exposure), LENGTHS.label)] : [],
  }));
}

function exposed(score?: number): string {
  return score === undefined ? '' : ` · exposure ${Math.round(score)}/100`;
}

function groupless(listed: StatusData['groups']): Sentence[] {
  if (listed === null)
    return [
      { text: shown('Defender for Business has no device groups: full automation is preset and cannot be changed.') },
    ];
  if (listed.length === 0) return [{ text: shown('There are no device groups.') }];
  const hidden = listed.length - MOST_GROUPS;
  return hidden > 0 ? [{ text: shown(`${hidden} more groups are not shown.`) }] : [];
}

function quiet(open: number): Sentence[] {
  if (open === 0) return [{ text: shown('None.') }];
  return open > MOST_OPEN ? [{ text: shown('There are more: write "requests".') }] : [];
}
