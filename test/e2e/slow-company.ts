import { type Company, type CompanyOptions, foundCompany } from '../support/company.js';
import type { Running } from '../support/rollcall.js';
import { until } from '../support/until.js';

/** A company whose Next Identity takes its time, so that something can happen in the middle. */
export function foundSlowCompany(options: CompanyOptions): Promise<Company> {
  return foundCompany({
    ...options,
    sandbox: { latencyMs: { min: 20, max: 80 }, ...options.sandbox },
  });
}

/** Waits until the sandbox has received so many calls. */
export function calls({ sandbox }: Company, count: number): Promise<boolean> {
  return until(`the sandbox has received ${count} calls`, () => sandbox.account().calls >= count);
}

export async function kill({ child, finished }: Running): Promise<void> {
  child.kill('SIGKILL');
  await finished;
}
