import type { EndpointName } from '../endpoint-names.js';
import type { World } from '../world.js';
import type { Answer } from './answer.js';
import type { BasicCredentials } from './basic-authorization.js';

/** One call as an endpoint sees it. */
export interface ApiCall {
  /** Whether there is an `Authorization` header, of whatever form. */
  readonly authorized: boolean;
  readonly basic: BasicCredentials | null;
  /** The token of a Bearer authorization. */
  readonly bearer: string | null;
  readonly contentType: string | undefined;
  /** A parameter that is given twice is a list. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The body as it came; empty where there was none. */
  readonly body: string;
}

/** An endpoint of the API: counted, limited and faulted in the same way as all others. */
export interface Endpoint {
  /** Its name in the account and in faults. */
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST' | 'PUT' | ('POST' | 'PUT' | 'PATCH')[];
  readonly url: string;
  /**
   * Checks the call and does the work, all of it before the first await, so that two calls for one person cannot
   * interleave. A promise is for signatures only.
   */
  readonly answer: (world: World, call: ApiCall) => Answer | Promise<Answer>;
}
