import { z } from 'zod';
import type { Count } from '../../../requests/ports/defender-activity.ts';
import { daysBefore, type ListSource } from './list-source.ts';

const alert = z.object({ investigationState: z.string().nullish() });

/** Alerts come with their evidence: some kilobytes each. */
const MOST = 500;

/**
 * Open alerts of the last 30 days whose remediation has waited for somebody's approval for a day: `GET /security/alerts_v2` of Microsoft Graph.
 * The state of an investigation is none of its filters (docs/facts/defender.md#graph), so it is looked at here.
 */
export async function readOverdue(source: ListSource, now: number): Promise<Count> {
  const filter = encodeURIComponent(
    [
      `serviceSource eq 'microsoftDefenderForEndpoint'`,
      `(status eq 'new' or status eq 'inProgress')`,
      `createdDateTime ge ${daysBefore(now, 30)}`,
      `lastUpdateDateTime le ${daysBefore(now, 1)}`,
    ].join(' and '),
  );
  const { records, more } = await source.page(`/v1.0/security/alerts_v2?$filter=${filter}&$top=${MOST}`, alert, MOST);
  return { all: records.filter(({ investigationState }) => investigationState === 'pendingApproval').length, more };
}
