import express from 'express';
import { z } from 'zod';
import { auditFeatures } from '../audit-log/audit-log.ts';
import { COMPANY } from '../company/company.ts';
import { maySignIn, mayWrite } from '../company/person.ts';
import { recordWrite, type WireGroup, type World } from '../company/world.ts';
import { describeFeatureChanges } from '../defender/advanced-features-routes.ts';
import { addGroup, deleteGroup, findGroup, PORTAL_USER, rankGroup, replaceGroup } from './edit-group.ts';
import { readBody } from './read-body.ts';

const Fields = z.record(z.string(), z.unknown());
const GroupKey = z.union([z.int(), z.string()]);
const FeaturesEdit = z.strictObject({ features: z.record(z.string(), z.union([z.boolean(), z.number(), z.null()])) });

const GroupEdit = z.union([
  z.strictObject({ group: GroupKey, set: Fields }),
  z.strictObject({ group: GroupKey, replace: Fields }),
  z.strictObject({ group: GroupKey, delete: z.literal(true) }),
  z.strictObject({ group: GroupKey, before: GroupKey.nullable() }),
]);

const Edit = z.union([FeaturesEdit, z.strictObject({ create: Fields }), GroupEdit]);

type Edit = z.infer<typeof Edit>;

/** Who edits: as the list of writes and as the audit log name them. */
export interface Editor {
  readonly by: string;
  readonly upn: string;
}

const NOBODY: Editor = { by: PORTAL_USER, upn: `portal.user@${COMPANY.domain}` };

const Named = z.looseObject({ as: z.string().exactOptional() });

/** The person who is named, or why they cannot edit, as one sentence. */
export function editorOf(world: World, as: string | undefined): Editor | string {
  if (as === undefined) return NOBODY;
  const wanted = as.toLowerCase();
  const person = world.people.find((one) => [one.userPrincipalName.toLowerCase(), one.id].includes(wanted));
  if (!person) return `Nobody is called '${as}'.`;
  if (!maySignIn(person) || !mayWrite(person)) return `${person.name} may not change settings in Defender.`;
  return { by: person.userPrincipalName, upn: person.userPrincipalName };
}

export function editFeatures(
  world: World,
  features: z.infer<typeof FeaturesEdit>['features'],
  { by, upn }: Editor,
): void {
  const before = world.tenant.advancedFeatures;
  world.tenant.advancedFeatures = { ...before, ...features };
  auditFeatures(world, upn, before, world.tenant.advancedFeatures);
  recordWrite(world, by, describeFeatureChanges(before, world.tenant.advancedFeatures));
}

/**
 * Makes the edit.
 * @returns why it was refused, as one sentence; undefined if it was done
 */
function apply(world: World, edit: Edit, editor: Editor): string | undefined {
  if ('features' in edit) {
    editFeatures(world, edit.features, editor);
    return undefined;
  }
  if (world.tenant.kind === 'business') return 'This tenant has no device groups.';
  if ('create' in edit) return addGroup(world, edit.create, editor.by);
  const group = findGroup(world, edit.group);
  if (group === undefined) return `There is no device group '${edit.group}'.`;
  if ('delete' in edit) return deleteGroup(world, group, editor.by);
  if ('before' in edit) return place(world, group, edit.before, editor);
  return replaceGroup(world, group, 'set' in edit ? { ...group, ...edit.set } : edit.replace, editor.by);
}

function place(world: World, group: WireGroup, before: number | string | null, { by }: Editor): string | undefined {
  const next = before === null ? null : findGroup(world, before);
  return next === undefined ? `There is no device group '${before}'.` : rankGroup(world, group, next, by);
}

/**
 * `POST /sandbox/edit`: a change behind the bot's back, one of `{features: {key: value}}`, `{group, set: {key:
 * value}}`, `{group, replace: {...}}`, `{group, delete: true}`, `{group, before}` (right before that group; null for
 * the last place), `{create: {...}}`; a group is named by number or name, its fields are in wire form. With `as` beside
 * it (user principal name or object id) that person makes it, if they may in Defender. It answers with the groups and
 * features after the edit.
 */
export function editRoutes(world: World): express.Router {
  const router = express.Router();
  router.post('/edit', (req, res) => {
    const { as, ...sent } = Named.safeParse(req.body).data ?? {};
    const edit = readBody<Edit>(Edit, as === undefined ? req.body : sent, res);
    if (edit === undefined) return;
    const editor = editorOf(world, as);
    const error = typeof editor === 'string' ? editor : apply(world, edit, editor);
    if (error !== undefined) {
      res.status(400).json({ error });
      return;
    }
    const { advancedFeatures, deviceGroups } = world.tenant;
    res.json({ advancedFeatures, deviceGroups });
  });
  return router;
}
