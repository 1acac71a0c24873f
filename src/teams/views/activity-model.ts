import type { Activity, Count } from '../../defender/activity.ts';
import { moment } from './moment.ts';
import type { Section, Sentence } from './request-model.ts';
import { LENGTHS, shown } from './shown-text.ts';

/** What Defender is busy with, as cards/status.json binds it. */
export interface ActivityModel {
  readonly lines: readonly Sentence[];
  /** Why something is not told, and what to do. */
  readonly unread: readonly Sentence[];
  readonly when: string;
}

/** Counts in words, what waits for people first. */
export function activityModel(activity: Activity | undefined): Section<ActivityModel> {
  if (activity === undefined) return [];
  const parts = [overdueLine(activity), investigationsLine(activity), actionsLine(activity)];
  const whys = [activity.overdue, activity.investigations, activity.actions, activity.exposure].flatMap((seen) =>
    'why' in seen ? [seen.why] : [],
  );
  return [
    {
      lines: parts.filter((text) => text !== null).map((text) => ({ text: shown(text) })),
      unread: [...new Set(whys)].map((why) => ({ text: shown(`Not read: ${why}`, LENGTHS.message) })),
      when: `Read ${moment(activity.readAt)}`,
    },
  ];
}

function overdueLine({ overdue }: Activity): string | null {
  if ('why' in overdue) return null;
  const { all, more } = overdue.value;
  if (all === 0) return more ? null : 'No alert has waited for an approval in Defender for more than a day.';
  const alerts = all === 1 && !more ? '1 alert has' : `${number(overdue.value)} alerts have`;
  return `${alerts} waited for an approval in Defender for more than a day.`;
}

function investigationsLine({ investigations }: Activity): string | null {
  if ('why' in investigations) return null;
  const { running, waiting } = investigations.value;
  return line('Automated investigations, 7 days', investigations.value, [
    [running, 'running'],
    [waiting, 'waiting for approval'],
  ]);
}

function actionsLine({ actions }: Activity): string | null {
  if ('why' in actions) return null;
  const { open, failed } = actions.value;
  return line('Response actions on devices, 7 days', actions.value, [
    [open, 'open'],
    [failed, 'failed'],
  ]);
}

function line(label: string, count: Count, parts: readonly (readonly [number, string])[]): string {
  const named = parts.filter(([of]) => of > 0).map(([of, what]) => `${of} ${what}`);
  const rest = named.length > 0 ? `, of them ${named.join(', ')}` : '';
  return `${label}: ${count.all === 0 ? 'none' : number(count)}${rest}.`;
}

/** Where there are more than were counted, what was counted is the least that there can be. */
function number({ all, more }: Count): string {
  return more ? `${all} or more` : String(all);
}
