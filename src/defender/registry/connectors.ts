import { AirlockError } from '../../shared/errors.ts';
import type { Connector } from '../define-connector.ts';
import { guidedConnector } from '../guided/guided-connector.ts';
import { portalConnector } from '../portal/portal-connector.ts';

/**
 * Every way to reach Defender; the first is the default unless DEFENDER_CONNECTOR names another. The settings, the
 * permissions, the doctor, the line logged at the start and the tables of docs/ are made from these rows.
 */
export const CONNECTORS: readonly [Connector, ...Connector[]] = [guidedConnector, portalConnector];

/** @throws AirlockError internal for an unknown name; settings are validated earlier */
export function connectorNamed(kind: string): Connector {
  const row = CONNECTORS.find((one) => one.kind === kind);
  if (row) return row;
  throw new AirlockError('internal', `There is no connector ${kind}.`);
}
