import { ok } from '../../shared/finding.ts';
import { defineConnector, examineReading } from '../define-connector.ts';
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
    return [ok('guided: an operator applies approved changes by hand'), await examineReading(context, ['groups'])];
  },
});
