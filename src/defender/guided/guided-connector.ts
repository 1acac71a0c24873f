import { isMaybeBusiness } from '../../changes/device-group/model/groups-in.ts';
import { type Finding, ok, warning } from '../../shared/finding.ts';
import { type ConnectorUnderTest, defineConnector, examineReading } from '../define-connector.ts';
import { createScopeReader } from '../public-api/scope-reader.ts';
import { createGuidedTenant } from './guided-tenant.ts';

/** Uses only supported APIs: a person applies approved changes. */
export const guidedConnector = defineConnector({
  kind: 'guided',
  settings: {},
  permissions: [
    {
      resource: 'graph',
      name: 'RoleManagement.Read.Defender',
      why: 'the names of the device groups',
      probe: '/beta/roleManagement/defender/customAppScopes',
    },
  ],
  words: {
    setting: 'an operator applies approved changes by hand',
    start: 'An operator applies approved changes by hand; Airlock itself writes nothing to Defender.',
  },
  create({ tenantId, clock, log, timeoutMs, graph, fleet }) {
    const scopes = createScopeReader({ ...graph, clock, log, timeoutMs });
    return createGuidedTenant({ tenantId, clock, scopes, fleet });
  },
  async examine(context) {
    const reading = await examineReading(context, ['groups']);
    const product = reading.level === 'ok' ? await examineProduct(context) : [];
    return [ok('guided: an operator applies approved changes by hand'), reading, ...product, ok(UNWATCHED)];
  },
});

const UNWATCHED =
  "changes outside Airlock are watched of switches by Microsoft's audit log, and of device groups by their names, descriptions and counts of devices; a change of the level, rule, rank or access of a group is not told";

/** No API that Airlock may read tells the product; that there is no group at all is the only sign. */
async function examineProduct({ tenant }: ConnectorUnderTest): Promise<Finding[]> {
  if (!isMaybeBusiness(await tenant.read(['groups']))) return [];
  return [
    warning(
      'no device group was found, so this may be Defender for Business; which product it is cannot be read',
      'Defender for Business has no page for device groups: nobody could apply an approved change of one.',
      'Open Settings > Endpoints in the Defender portal. Where it has no page Device groups, ask for switches alone.',
    ),
  ];
}
