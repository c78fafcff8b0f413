import type { Secret } from '../../config/secret.js';
import type { SecretReference } from '../../config/secret-reference.js';
import type { Random } from '../../invite/backoff.js';
import type { Difference } from '../report/differences-csv.js';
import type { Patience } from './delivery.js';

/** What notifications need from whoever has made the run. */
export interface NotifyContext {
  /** Throws a `RollcallError` where the secret is not there. */
  readonly resolveSecret: (reference: SecretReference) => Secret;
  /** The differences from the first, each time that it is called; asked for only where a target wants personal data. */
  readonly differences: () => AsyncIterable<Difference>;
  /** Of the export, so that the CSV of the differences opens in the same program. */
  readonly delimiter: string;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly patience?: Patience;
  readonly random?: Random;
  /** Certificates to trust in place of those that Node trusts, in PEM. */
  readonly ca?: string;
}
