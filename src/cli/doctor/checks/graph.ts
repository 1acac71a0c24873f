import type { ServiceContext } from '../context.ts';
import type { Check } from '../finding.ts';
import { permissionsOf } from './permissions-of.ts';

export const graph: Check<ServiceContext> = {
  id: 'graph',
  title: 'Microsoft Graph',
  run: (context) => permissionsOf(context, 'graph'),
};
