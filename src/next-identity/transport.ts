import { setMaxListeners } from 'node:events';
import { Pool } from 'undici';
import { z } from 'zod';
import { publicLookup } from '../config/public-lookup.js';
import { VERIFIED_TLS } from '../config/verified-tls.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { type Call, type Reply, textsIn } from './call.js';
import { exchange, type HttpRequest, type HttpResponse } from './exchange.js';
import { ExchangeFailure } from './exchange-failure.js';
import type { Settings } from './options.js';
import { readRefusal } from './refusal.js';
import { untilAborted } from './until-aborted.js';
import { judgeAnswer, judgeFailure, lost } from './verdict.js';

const MAX_ANSWER_BYTES = 256 * 1024;
/** Only the body of these tells a bad row from a bad credential, and from a person who is there already. */
const DECIDED_BY_BODY: ReadonlySet<number> = new Set([400, 409, 422]);
const says = z.looseObject({ stat: z.literal('error') });

/** The connections to one tenant, and the way of a call through them: slot, exchange, verdict. */
export class Transport {
  readonly #settings: Settings;
  readonly #pool: Pool;
  readonly #basic: string;
  #closing: Promise<void> | null = null;

  constructor(settings: Settings) {
    const { base, timeouts } = settings;
    this.#settings = settings;
    this.#basic = `Basic ${Buffer.from(`${settings.clientId}:${settings.clientSecret}`).toString('base64')}`;
    this.#pool = new Pool(base.origin, {
      connections: settings.connections,
      pipelining: 1,
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.bodyMs,
      connect: {
        timeout: timeouts.connectMs,
        ...VERIFIED_TLS,
        ...publicLookup(new URL(base.origin).hostname, settings.allowPrivateAddresses),
      },
    });
  }

  /**
   * Takes a slot, sends the call and resolves with its 2xx answer.
   *
   * @throws NextIdentityError, or whatever the pacer throws
   */
  async send(call: Call): Promise<Reply> {
    const request = this.#encode(call);
    // One signal may end any number of calls at once; each takes its listener away again, so none of them is a leak.
    if (call.signal !== undefined) setMaxListeners(0, call.signal);
    if (call.paced !== true) await this.#takeSlot(call);
    this.#assertOpen();
    const { timeouts, now } = this.#settings;
    const limits = { totalMs: timeouts.totalMs, maxAnswerBytes: MAX_ANSWER_BYTES };
    const response = await exchange(this.#pool, request, limits, call.signal).catch((error) => {
      throw error instanceof ExchangeFailure ? judgeFailure(call, error, now()) : error;
    });
    return this.#read(call, response);
  }

  /** Lets the calls in flight end, and closes their connections. */
  close(): Promise<void> {
    this.#closing ??= this.#pool.close();
    return this.#closing;
  }

  async #takeSlot(call: Call): Promise<void> {
    this.#assertOpen();
    const { pace, now } = this.#settings;
    if (call.signal?.aborted !== true) {
      if (pace === null) return;
      if ((await untilAborted(pace(call.signal), call.signal)) === 'done') return;
    }
    const stopped = { reason: 'aborted while waiting for its slot', sent: false, aborted: true };
    throw judgeFailure(
      call,
      new ExchangeFailure({ ...stopped, status: null, retryAfter: undefined }),
      now(),
    );
  }

  #read(call: Call, { status, headers, text }: HttpResponse): Reply {
    const parsed = parseJson(text);
    const accepted = status >= 200 && status < 300;
    // Somebody's error page, or a spoilt answer: taken at its word, it would fail a person who may have been invited.
    if (parsed === undefined && DECIDED_BY_BODY.has(status)) {
      throw lost(call, `HTTP ${status} with a body that is not JSON`, { status });
    }
    if (!accepted || says.safeParse(parsed).success) {
      const sent = [...textsIn(call.sensitive), this.#settings.clientSecret];
      const refusal = readRefusal(parsed, { sent, isWhole: call.tellsPart !== true });
      const answer = { status, retryAfter: headers['retry-after'], refusal };
      throw judgeAnswer(call, answer, this.#settings.now());
    }
    if (parsed === undefined && !(call.emptyAnswer === 'accepted' && text.trim() === '')) {
      throw lost(call, `HTTP ${status} with a body that is not JSON`, { status });
    }
    return { status, body: parsed };
  }

  #encode(call: Call): HttpRequest {
    const headers: Record<string, string> = {
      accept: 'application/json',
      // Common firewall rules refuse a request that does not name its sender.
      'user-agent': 'rollcall',
    };
    if (call.authorization === 'basic') headers.authorization = this.#basic;
    else if (call.authorization !== 'none') {
      headers.authorization = bearer(call.authorization.accessToken);
    }
    let body: string | null = null;
    if (call.body !== undefined && 'json' in call.body) {
      headers['content-type'] = 'application/json';
      body = JSON.stringify(call.body.json);
    } else if (call.body !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      body = new URLSearchParams(call.body.form).toString();
    }
    // %20 rather than +, which only a reader of forms takes for a space; a real plus is %2B already.
    const query =
      call.query === undefined ? '' : `?${new URLSearchParams(call.query)}`.replaceAll('+', '%20');
    const path = `${this.#settings.base.pathPrefix}${call.path}${query}`;
    return { method: call.method, path, headers, body };
  }

  #assertOpen(): void {
    if (this.#closing === null) return;
    throw new RollcallError(
      'next_identity_closed',
      'This Next Identity client was closed: make a new one for further calls.',
    );
  }
}

/** RFC 6750's alphabet, which also keeps line breaks out of the header. */
function bearer(accessToken: string): string {
  if (/^[\w.~+/-]+=*$/.test(accessToken)) return `Bearer ${accessToken}`;
  throw new RollcallError(
    'next_identity_access_token',
    'The access token is empty or holds characters that no bearer token has: copy it again, without quotes or spaces.',
  );
}

/** Undefined where it is not JSON. The parser's error is dropped, as it quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
