import { connectorNamed } from '../../../defender/connectors.ts';
import type { Check, ServiceContext } from '../context.ts';

/** What the connector itself has to say; its folder holds the questions. */
export const connector: Check<ServiceContext> = {
  id: 'connector',
  title: 'Connector',
  async run({ config, clock, directory, tenant }) {
    const { kind, settings } = config.connector;
    return connectorNamed(kind).examine({ clock, directory, tenant }, settings);
  },
};
