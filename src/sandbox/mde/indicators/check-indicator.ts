import { isIP } from 'node:net';
import { z } from 'zod';
import type { World } from '../../company/world.ts';
import { refusal } from '../../wire/wire-refusal.ts';

export const TYPES = [
  'FileSha1',
  'FileSha256',
  'FileMd5',
  'CertificateThumbprint',
  'IpAddress',
  'DomainName',
  'Url',
] as const;

export const ACTIONS = ['Warn', 'Block', 'Audit', 'Alert', 'AlertAndBlock', 'BlockAndRemediate', 'Allowed'] as const;

/** Actions that the pages still list, and that were taken until January 2022 (learn: ti-indicator). */
const LEGACY: readonly Submission['action'][] = ['Alert', 'AlertAndBlock'];
export const SEVERITIES = ['Informational', 'Low', 'Medium', 'High'] as const;

const submissionShape = z.object({
  indicatorValue: z.string().min(1),
  indicatorType: z.enum(TYPES),
  action: z.enum(ACTIONS),
  title: z.string().min(1),
  description: z.string().min(1),
  application: z.string().nullish(),
  expirationTime: z.iso.datetime({ offset: true }).nullish(),
  severity: z.enum(SEVERITIES).nullish(),
  recommendedActions: z.string().nullish(),
  rbacGroupNames: z.array(z.string()).nullish(),
  educateUrl: z.url().nullish(),
  generateAlert: z.boolean().nullish(),
});

/** What an app submits as an indicator (learn: post-ti-indicator). */
export type Submission = z.infer<typeof submissionShape>;

interface ValueRule {
  readonly code: string;
  readonly fits: (value: string) => boolean;
}

const hex = (digits: number): ValueRule => ({
  code: 'InvalidHashValue',
  fits: (value) => value.length === digits && /^[0-9a-f]+$/i.test(value),
});

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;

function isDomain(value: string): boolean {
  const labels = value.split('.');
  return labels.length > 1 && value.length <= 253 && labels.every((label) => LABEL.test(label)) && isIP(value) === 0;
}

function isUrl(value: string): boolean {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `https://${value}`;
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const VALUES: Readonly<Record<Submission['indicatorType'], ValueRule>> = {
  FileSha1: hex(40),
  FileSha256: hex(64),
  FileMd5: hex(32),
  CertificateThumbprint: hex(40),
  IpAddress: { code: 'InvalidIpAddress', fits: (value) => isIP(value) !== 0 },
  DomainName: { code: 'InvalidDomainName', fits: isDomain },
  Url: { code: 'InvalidUrl', fits: isUrl },
};

const FILES: readonly Submission['indicatorType'][] = ['FileSha1', 'FileSha256', 'FileMd5'];

/** Which actions a type takes (learn: indicators-overview). */
function takes(type: Submission['indicatorType'], action: Submission['action']): boolean {
  if (LEGACY.includes(action)) return false;
  if (type === 'CertificateThumbprint') return action === 'Allowed' || action === 'BlockAndRemediate';
  return FILES.includes(type) || action !== 'BlockAndRemediate';
}

/**
 * Reads one submission.
 * @throws refusal 400 for a body that the API would not take
 */
export function checkIndicator(world: World, body: unknown): Submission {
  const read = submissionShape.safeParse(body);
  if (!read.success) throw badSubmission(read.error);
  const sent = read.data;
  const rule = VALUES[sent.indicatorType];
  if (!rule.fits(sent.indicatorValue))
    throw refusal(400, rule.code, `The value '${sent.indicatorValue}' is not valid for ${sent.indicatorType}.`);
  if (!takes(sent.indicatorType, sent.action))
    throw refusal(400, 'InvalidInput', `Action ${sent.action} is not supported for ${sent.indicatorType}.`);
  if (sent.action === 'Audit' && sent.generateAlert !== true)
    throw refusal(400, 'InvalidInput', 'GenerateAlert must be true for action Audit.');
  if (sent.expirationTime && Date.parse(sent.expirationTime) <= world.now())
    throw refusal(400, 'InvalidInput', 'The expiration time must be in the future.');
  const unknown = (sent.rbacGroupNames ?? []).find(
    (name) => !world.tenant.deviceGroups.some((group) => group.Name === name),
  );
  if (unknown !== undefined) throw refusal(400, 'InvalidInput', `Device group '${unknown}' was not found.`);
  return sent;
}

function badSubmission(error: z.ZodError): Error {
  const name = error.issues[0]?.path[0];
  if (name === undefined) return refusal(400, 'InvalidRequestBody', 'Request body is incorrect.');
  return refusal(400, 'InvalidInput', `Parameter ${String(name)} is missing or is not valid.`);
}
