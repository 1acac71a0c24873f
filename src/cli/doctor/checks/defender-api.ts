import type { ServiceContext } from '../context.ts';
import type { Check } from '../finding.ts';
import { permissionsOf } from './permissions-of.ts';

export const defenderApi: Check<ServiceContext> = {
  id: 'defender-api',
  title: 'Defender API',
  run: (context) => permissionsOf(context, 'mde'),
};
