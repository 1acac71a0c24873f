import { z } from 'zod';
import type { Device } from '../../changes/device-group/device-group.ts';
import { AirlockError } from '../../errors.ts';
import { jsonRequest } from '../../http/json-request.ts';
import { retryAt } from '../../http/retry-at.ts';
import type { Clock } from '../../ports.ts';
import { noAnswer } from '../no-answer.ts';

export interface MachineReaderOptions {
  /** Origin: `https://api.security.microsoft.com`. */
  readonly baseUrl: string;
  /** Token for WindowsDefenderATP. */
  readonly getToken: () => Promise<string>;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const machine = z.object({
  id: z.string(),
  computerDnsName: z.string().nullish(),
  osPlatform: z.string().nullish(),
  machineTags: z.array(z.string()).nullish(),
  rbacGroupId: z.union([z.string(), z.number()]).nullish(),
});
const page = z.object({ value: z.array(machine) });

/** The page size that the API allows, and the largest tenant that is read (learn: get-machines). */
const PAGE = 10_000;
const MOST = 500_000;

/** Every device of the tenant by the public API: `GET /api/machines`, permission Machine.Read.All. */
export function createMachineReader(options: MachineReaderOptions): () => Promise<readonly Device[]> {
  return async () => {
    const devices: Device[] = [];
    for (let skip = 0; skip < MOST; skip += PAGE) {
      const values = await readPage(options, skip);
      devices.push(...values.map(deviceOf));
      if (values.length < PAGE) return devices;
    }
    throw new AirlockError(
      'tenant-unsupported',
      `This tenant has more than ${MOST} devices, which Airlock cannot preview.`,
    );
  };
}

async function readPage(options: MachineReaderOptions, skip: number): Promise<z.infer<typeof page>['value']> {
  const url = `${options.baseUrl}/api/machines?$top=${PAGE}&$skip=${skip}`;
  const token = await options.getToken();
  const answer = await jsonRequest({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${token}` },
    timeoutMs: options.timeoutMs,
  }).catch(noAnswer);
  const { status } = answer;
  if (status === 404) return [];
  if (status === 429) {
    throw new AirlockError('tenant-throttled', 'Defender asks to wait before the next call.', {
      details: { status, retryAt: retryAt(answer.headers, options.clock.now()) },
    });
  }
  if (status === 401 || status === 403)
    throw new AirlockError('tenant-refused', 'Airlock lacks the permission Machine.Read.All for WindowsDefenderATP.', {
      details: { status },
    });
  if (status !== 200)
    throw new AirlockError('tenant-unavailable', `Defender gave no list of devices (HTTP ${status}).`, {
      details: { status },
    });
  const parsed = page.safeParse(answer.body.kind === 'json' ? answer.body.value : undefined);
  if (!parsed.success)
    throw new AirlockError('tenant-schema', 'Defender listed the devices in a form that Airlock does not know.');
  return parsed.data.value;
}

function deviceOf(one: z.infer<typeof machine>): Device {
  const dns = one.computerDnsName ?? '';
  const dot = dns.indexOf('.');
  const group = Number(one.rbacGroupId ?? Number.NaN);
  return {
    id: one.id,
    name: dot < 0 ? dns : dns.slice(0, dot),
    domain: dot < 0 ? '' : dns.slice(dot + 1),
    os: one.osPlatform ?? '',
    tags: one.machineTags ?? [],
    groupId: Number.isInteger(group) ? group : null,
  };
}
