import { type Environment, readServiceConfig } from '../../service/config/read-config.ts';
import { misspeltNames } from '../../service/config/rules.ts';
import type { ServiceConfig } from '../../service/config/service-config.ts';
import type { ConfigFault } from '../../service/config/setting.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { Out } from '../out.ts';
import type { DoctorContext } from './context.ts';
import { runDoctor } from './run-doctor.ts';
import { doctorContext } from './service-context.ts';

export interface DoctorOptions {
  readonly around: Environment;
  readonly clock: Clock;
  /** `v20.19.0` */
  readonly node: string;
  /** Folder of the app package. */
  readonly packageFolder: string;
}

/** Looks at the settings and, if they are whole, at everything that they name. @returns the exit code */
export async function startDoctor(out: Out, { around, clock, node, packageFolder }: DoctorOptions): Promise<number> {
  const { config, faults } = judged(around);
  const ground: DoctorContext = {
    node,
    faults,
    config,
    misspelt: misspeltNames(around.env),
    envFileMode: around.fileMode,
  };
  const service = config ? doctorContext(config, { env: around.env, clock, packageFolder }) : null;
  return runDoctor(ground, service, out);
}

function judged(around: Environment): { config: ServiceConfig | null; faults: readonly ConfigFault[] } {
  try {
    return { config: readServiceConfig(around), faults: [] };
  } catch (error) {
    if (!isAirlockError(error, 'config-invalid')) throw error;
    const { faults } = error.details;
    // Sound: only readServiceConfig makes this error, and names its faults so.
    return { config: null, faults: faults as readonly ConfigFault[] };
  }
}
