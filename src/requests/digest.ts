import { createHash } from 'node:crypto';
import type { Base } from '../changes/base.ts';
import type { Change } from '../changes/change.ts';
import { asJson, canonical, type Json } from '../changes/json.ts';

export interface DigestParts {
  readonly tenantId: string;
  readonly change: Change;
  readonly base: Base;
  readonly policyVersion: string;
}

/** SHA-256 (64 hex digits) of exactly what an approver approves: design.md rule 1. */
export function digestOf(parts: DigestParts): string {
  const { tenantId, change, base, policyVersion } = parts;
  const whole: Json = {
    v: 1,
    tenantId,
    policyVersion,
    change: asJson(change),
    base: { objects: base.objects, preview: base.preview, ...(base.shown !== null && { shown: base.shown }) },
  };
  return createHash('sha256').update(canonical(whole)).digest('hex');
}

/** How a digest is shown on cards: two groups of four, enough to compare by eye. */
export function shortDigest(digest: string): string {
  return `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;
}
