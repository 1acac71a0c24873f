import { z } from 'zod';
import type { AlertEntity } from '../../../requests/ports/defender-activity.ts';
import { isKnownState } from '../activity/investigation-states.ts';

const text = z.string().nullish().catch(null);
const file = z.object({ fileName: text, sha256: text, sha1: text }).nullish().catch(null);

/** One piece of evidence of an alert (learn: security-alertevidence); what is not in this form is left out. */
const evidence = z.object({
  '@odata.type': z.string().catch(''),
  verdict: text,
  remediationStatus: text,
  mdeDeviceId: text,
  deviceDnsName: text,
  rbacGroupName: text,
  fileDetails: file,
  imageFile: file,
  ipAddress: text,
  url: text,
});

/**
 * How to ask Graph: else it tells no value that it added later, like `pendingApproval` (learn: security-alertevidence).
 */
export const ALL_STATES = 'include-unknown-enum-members';

/** By which Graph says that it has a value which this version of it does not tell. */
export const UNTOLD = 'unknownFutureValue';

/** An alert of Microsoft Graph (learn: security-alert), as much of it as is used. */
export const alertShape = z.object({
  id: z.string(),
  title: text,
  severity: text,
  status: text,
  classification: text,
  determination: text,
  investigationState: z.string().nullish().catch(UNTOLD),
  createdDateTime: text,
  evidence: z.array(z.unknown()).nullish().catch(null),
});

export type WireAlert = z.infer<typeof alertShape>;

type Piece = z.infer<typeof evidence>;

/** Whether an alert says how its investigation stands, were it only that there is none. */
export function tellsState({ investigationState }: Pick<WireAlert, 'investigationState'>): boolean {
  return investigationState === undefined || investigationState === null || isKnownState(investigationState);
}

/** The API's name for the group of devices that match no rule. */
const UNGROUPED = 'UnassignedGroup';

/** The entities that an alert names, in its order; each once. */
export function entitiesOf(alert: WireAlert): readonly AlertEntity[] {
  const found = (alert.evidence ?? []).flatMap((one) => {
    const piece = evidence.safeParse(one).data;
    return piece === undefined ? [] : entityOf(piece);
  });
  return [...new Map(found.map((entity) => [`${entity.kind}:${entity.value}`, entity])).values()];
}

function entityOf(piece: Piece): readonly AlertEntity[] {
  const said = { verdict: known(piece.verdict), remediation: known(piece.remediationStatus) };
  const type = piece['@odata.type'].split('.').at(-1) ?? '';
  if (type === 'deviceEvidence' && piece.deviceDnsName)
    return [
      {
        ...{ kind: 'device', value: piece.deviceDnsName, label: '', ...said, group: groupName(piece.rbacGroupName) },
        ...(piece.mdeDeviceId && { deviceId: piece.mdeDeviceId }),
      },
    ];
  const details = piece.fileDetails ?? piece.imageFile;
  const hash = details?.sha256 || details?.sha1;
  if (hash) return [{ kind: 'file', value: hash, label: details?.fileName ?? '', ...said }];
  if (piece.ipAddress) return [{ kind: 'ip', value: piece.ipAddress, label: '', ...said }];
  if (piece.url) return [{ kind: 'url', value: piece.url, label: '', ...said }];
  return type === '' || type === 'deviceEvidence'
    ? []
    : [{ kind: 'other', value: type.replace(/Evidence$/u, ''), label: '', ...said }];
}

function groupName(name: string | null | undefined): string | null {
  const trimmed = name?.trim();
  if (trimmed === undefined) return null;
  return trimmed === UNGROUPED ? '' : trimmed;
}

/** Values that tell nothing. */
const NOTHING: readonly string[] = ['', 'none', 'unknown', UNTOLD];

function known(value: string | null | undefined): string | null {
  return value === undefined || value === null || NOTHING.includes(value) ? null : value;
}

/** What of an alert waits for approval. Which remedy is proposed for it, no API says. */
export function proposedIn(entities: readonly AlertEntity[]): readonly AlertEntity[] {
  return entities.filter(({ remediation }) => remediation === 'pendingApproval');
}
