import { Router } from 'express';
import { type Conversation, TEAM } from '../chat/state/conversation.ts';
import type { Teams } from '../chat/state/teams.ts';
import { PageQuery, TeamId } from '../chat/state/wire-schemas.ts';
import type { Person } from '../company/person.ts';
import { presentPeople } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { findPerson } from './create-conversation.ts';
import { type RateLimits, throttle } from './rate-limits.ts';

/** Serves the Bot Connector's members of a conversation and details of the team. */
export function membersRouter(teams: Teams, reads: RateLimits): Router {
  return Router().use(conversationMembers(teams, reads), teamDetails(teams));
}

function conversationMembers(teams: Teams, reads: RateLimits): Router {
  const router = Router();
  const conversationOf = (wireId: string): Conversation => {
    const target = teams.chat.find(wireId);
    if (!target) throw refusal(404, 'ConversationNotFound', 'Conversation not found.');
    throttle(reads, wireId);
    return target.conversation;
  };
  router.get('/v3/conversations/:conversationId/members', (req, res) => {
    res.json(present(conversationOf(req.params.conversationId)).map((person) => account(teams, person)));
  });
  router.get('/v3/conversations/:conversationId/pagedmembers', (req, res) => {
    const members = present(conversationOf(req.params.conversationId));
    const query = PageQuery.safeParse(req.query);
    if (!query.success) throw refusal(400, 'BadArgument', 'pageSize must be a number from 1 to 500.');
    const from = Number(query.data.continuationToken ?? 0);
    const to = from + query.data.pageSize;
    const page = members.slice(from, to).map((person) => account(teams, person));
    res.json(to < members.length ? { members: page, continuationToken: String(to) } : { members: page });
  });
  router.get('/v3/conversations/:conversationId/members/:memberId', (req, res) => {
    const person = findPerson(present(conversationOf(req.params.conversationId)), req.params.memberId);
    if (!person) throw refusal(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
    res.json(account(teams, person));
  });
  return router;
}

function teamDetails(teams: Teams): Router {
  const router = Router();
  router.get('/v3/teams/:teamId', (req, res) => {
    checkTeam(req.params.teamId);
    const { id, name, aadGroupId } = TEAM;
    const { tenantId } = teams.world;
    res.json({
      id,
      name,
      aadGroupId,
      tenantId,
      type: 'standard',
      channelCount: channels(teams).length,
      memberCount: presentPeople(teams.world).length,
    });
  });
  router.get('/v3/teams/:teamId/conversations', (req, res) => {
    checkTeam(req.params.teamId);
    res.json({ conversations: channels(teams) });
  });
  return router;
}

function checkTeam(teamId: string): void {
  if (!TeamId.safeParse(teamId).success) throw refusal(404, 'TeamNotFound', 'Team not found.');
}

function channels(teams: Teams): { id: string; name: string | null; type: string }[] {
  const rooms = [...teams.chat.conversations.values()].filter((room) => room.kind === 'channel');
  return rooms.map((room) => ({ id: room.id, name: room.id === TEAM.id ? null : room.title, type: 'standard' }));
}

/** Teams drops whom the directory has deleted. */
function present({ members }: Conversation): Person[] {
  return members.filter((person) => !person.gone);
}

function account(teams: Teams, person: Person): Record<string, string | null> {
  const [givenName = '', ...rest] = person.name.split(' ');
  return {
    id: person.mri,
    name: person.name,
    objectId: person.id,
    aadObjectId: person.id,
    givenName,
    surname: rest.join(' '),
    email: person.mail,
    userPrincipalName: person.userPrincipalName,
    tenantId: teams.world.tenantId,
    userRole: person.userType === 'Guest' ? 'guest' : 'user',
  };
}
