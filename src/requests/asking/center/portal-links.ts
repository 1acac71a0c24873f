import { ALERT_ID } from '../../../changes/supported/alerts/alert-entry.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { CenterButton } from '../../ports/defender-activity.ts';

type Link = Extract<CenterButton, { readonly url: string }>;

const PORTAL = 'https://security.microsoft.com';

/** The pages of Microsoft's portal that no API stands in for (learn: m365d-action-center). */
const PAGES = {
  pending: { title: msg`Open the Action center`, path: '/action-center/pending' },
  history: { title: msg`Undo a quarantine`, path: '/action-center/history' },
  suppression: { title: msg`Suppression rules`, path: '/securitysettings/defender/alert_suppression' },
  submission: { title: msg`Submit to Microsoft`, path: '/reportsubmission' },
} as const;

/** A page of the portal, for this tenant. */
export function portalPage(page: keyof typeof PAGES, tenantId: TenantId): Link {
  const { title, path } = PAGES[page];
  return { title: say(title), url: `${PORTAL}${path}?tid=${tenantId}` };
}

/** The page of an alert, where its own buttons for approving and rejecting are; null for what is no alert's id. */
export function alertPage(alertId: string | null, tenantId: TenantId): Link | null {
  if (alertId === null || !ALERT_ID.test(alertId)) return null;
  return { title: t`Open the alert`, url: `${PORTAL}/alerts/${alertId}?tid=${tenantId}` };
}
