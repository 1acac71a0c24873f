import assert from 'node:assert/strict';
import { clientSecretToken } from '../../../src/directory/token-sources.ts';
import type { WireGroup } from '../../../src/sandbox/company/world.ts';
import { DEMO_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import type { Company } from './company.ts';

const GROUPS = 'rbacManagementApi/rbac/machine_groups?addAadGroupNames=true&addMachineGroupCount=true';

/** The tenant over its own API, read and changed by somebody who is not the bot. */
export interface TenantApi {
  /** Its device groups as the portal answers them, highest rank first; the ungrouped devices last. */
  groups(): Promise<readonly WireGroup[]>;
  group(name: string): Promise<WireGroup | undefined>;
  /** Names without the ungrouped devices. */
  ranking(): Promise<readonly string[]>;
  /** DNS names of the devices in this group, as `GET /api/machines` answers them. */
  devicesIn(groupId: number | undefined): Promise<readonly string[]>;
  /** What `POST /sandbox/edit` takes: a change behind the bot's back. */
  edit(body: object): Promise<void>;
}

export function tenantApi({ sandbox, clock }: Company): TenantApi {
  /** A session of its own for each call: tokens age with the test's clock. */
  const cookies = () => {
    const { sccauth, xsrf } = sandbox.portalSession();
    return { cookie: `sccauth=${sccauth}; XSRF-TOKEN=${xsrf}`, 'x-xsrf-token': decodeURIComponent(xsrf) };
  };
  const token = clientSecretToken({
    ...{ authority: sandbox.url, tenantId: sandbox.world.tenantId, clock, timeoutMs: 15_000 },
    ...{ clientId: DEMO_APP.clientId, secret: DEMO_APP.clientSecret },
    scope: 'https://api.securitycenter.microsoft.com/.default',
  });
  const groups = async () =>
    (await answered<{ items: WireGroup[] }>(`${sandbox.url}/apiproxy/mtp/${GROUPS}`, { headers: cookies() })).items;
  return {
    groups,
    group: async (name) => (await groups()).find((one) => one.Name === name),
    ranking: async () => (await groups()).filter((one) => !one.IsUnassignedMachineGroup).map(({ Name }) => Name.trim()),
    async devicesIn(groupId) {
      const headers = { authorization: `Bearer ${await token()}` };
      const filter = encodeURIComponent(`rbacGroupId eq ${groupId}`);
      const url = `${sandbox.url}/api/machines?$filter=${filter}`;
      const { value } = await answered<{ value: { computerDnsName: string }[] }>(url, { headers });
      return value.map(({ computerDnsName }) => computerDnsName);
    },
    async edit(body) {
      const headers = { 'content-type': 'application/json' };
      await answered(`${sandbox.url}/sandbox/edit`, { method: 'POST', headers, body: JSON.stringify(body) });
    },
  };
}

async function answered<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  // The sandbox's own answers, whose form its own tests hold.
  return JSON.parse(text) as T;
}
