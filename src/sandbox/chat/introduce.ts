import { setTimeout as wait } from 'node:timers/promises';
import { type Activity, botAddedActivity, installedActivity } from '../connector/activities.ts';
import { TEAM } from './state/conversation.ts';
import type { Teams } from './state/teams.ts';

const RETRY_MS = 250;

/** Installs the bot in the team and for every person, once it is up; waits for it quietly until `signal` aborts. */
export async function introduce(teams: Teams, signal: AbortSignal): Promise<void> {
  while (!(await teams.bot.healthy())) {
    if (signal.aborted) return;
    await wait(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
  for (const activity of introductions(teams)) {
    if (signal.aborted) return;
    await teams.bot.deliver(activity);
  }
}

function* introductions(teams: Teams): Generator<Activity> {
  const installer = teams.world.people[0];
  const team = teams.chat.find(TEAM.id);
  if (installer && team) yield botAddedActivity(teams.envelope(), installer, team);
  for (const conversation of teams.chat.conversations.values()) {
    const [owner] = conversation.members;
    if (conversation.kind !== 'personal' || !owner) continue;
    const place = { conversation, threadId: null };
    yield installedActivity(teams.envelope(), owner, place);
    yield botAddedActivity(teams.envelope(), owner, place);
  }
}
