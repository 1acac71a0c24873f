import { Router } from 'express';
import { Redelivery } from '../chat/chat-schemas.ts';
import type { Teams } from '../chat/state/teams.ts';
import { refusal } from '../wire/refusal.ts';

/** For tests: what was sent to the bot, and delivering it again as Teams does after a slow answer (facts/teams.md 2.3). */
export function activitiesRouter(teams: Teams): Router {
  const router = Router();
  router.get('/chat/activities', (_req, res) => {
    res.json({ activities: teams.bot.log() });
  });
  router.post('/chat/activities/redeliver', async (req, res) => {
    const body = Redelivery.safeParse(req.body);
    if (!body.success) throw refusal(400, 'BadRequest', 'Say which activityId to deliver again.');
    const activity = teams.bot.sent(body.data.activityId);
    if (!activity) throw refusal(404, 'NoSuchActivity', 'That activity was not sent, or is long past.');
    const { id, at } = teams.envelope();
    const again = body.data.newId ? { ...activity, id, timestamp: new Date(at).toISOString() } : activity;
    res.json({ activity: again, answer: await teams.bot.deliver(again) });
  });
  return router;
}
