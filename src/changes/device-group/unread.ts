import type { LevelReading } from '../remediation-level.ts';

/**
 * True for a group of which the connector can read id, name and description alone. Everything else of it says nothing: no level, no rule, no
 * rank, no access is known, and nothing of it may be taken for "none".
 */
export function isUnread({ level }: { readonly level?: LevelReading | undefined }): boolean {
  return level === 'unread';
}

/** True where a connector lists groups without reading them; it reads all of a tenant's groups in the same way. */
export function areUnread(groups: readonly { readonly level: LevelReading }[]): boolean {
  return groups.some(isUnread);
}
