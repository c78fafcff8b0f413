import { afterEach } from '@jest/globals';
import { type Company, type CompanyOptions, foundCompany } from '../support/company.js';
import { type Running, rollcall, start } from '../support/rollcall.js';
import { until } from '../support/until.js';

/** Companies whose Next Identity takes its time, so that something can happen in the middle; one for each test of a file. */
export class SlowCompanies {
  #company: Company | null = null;

  constructor() {
    afterEach(async () => {
      await this.#company?.close();
      this.#company = null;
    });
  }

  async found(options: CompanyOptions): Promise<Company> {
    const sandbox = { latencyMs: { min: 20, max: 80 }, ...options.sandbox };
    this.#company = await foundCompany({ ...options, sandbox });
    return this.#company;
  }
}

/** Runs `rollcall …` in the company's directory to its end. */
export function cli({ environment, directory }: Company, ...args: string[]) {
  return rollcall(args, environment, directory);
}

export function startCli({ environment, directory }: Company, ...args: string[]): Running {
  return start(args, environment, directory);
}

/** Waits until the sandbox has received so many calls. */
export function calls({ sandbox }: Company, count: number): Promise<boolean> {
  return until(`the sandbox has received ${count} calls`, () => sandbox.account().calls >= count);
}

export async function kill({ child, finished }: Running): Promise<void> {
  child.kill('SIGKILL');
  await finished;
}
