import { readFileSync } from 'node:fs';
import { AirlockError } from '../../shared/errors.ts';

/** The text of a file that an option names. @throws AirlockError input-invalid */
export function textOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AirlockError('input-invalid', `${option}: ${file} cannot be read.`, { cause });
  }
}
