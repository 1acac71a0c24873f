import type { CreateGroup } from '../group-change.ts';
import { nameFaults, roomFaults } from '../tenant-faults.ts';
import { areUnread } from '../unread.ts';
import type { CreateWish } from '../wish.ts';
import { findAccess } from './find-access.ts';
import { findPlace } from './find-place.ts';
import { readConditions } from './read-conditions.ts';
import { cleanDescription } from './read-description.ts';
import { levelNamed } from './read-level.ts';
import { cleanName } from './read-name.ts';
import type { GroupSnapshot, Resolution } from './resolution.ts';
import { writable } from './writable.ts';

/** A new group in a tenant. */
export function resolveCreate({ fields, place }: CreateWish, now: GroupSnapshot): Resolution<CreateGroup> {
  const name = cleanName(fields.name);
  const level = levelNamed(fields.level);
  const access = findAccess(fields.access, areUnread(now.groups) ? { inDirectory: now.entraGroups ?? [] } : now.access);
  const before = findPlace(place, now.groups, null);
  const faults = [
    ...roomFaults(now.groups),
    ...nameFaults(name, now.groups, null),
    ...access.faults,
    ...('why' in before ? [{ field: 'place', message: before.why }] : []),
  ];
  if (level === null || 'why' in before) return { change: null, faults };
  const definition = {
    name,
    description: cleanDescription(fields.description),
    level,
    conditions: writable(readConditions(fields.conditions).conditions),
    access: [...access.found],
  };
  return { change: { kind: 'device-group.create', definition, before: before.found }, faults };
}
