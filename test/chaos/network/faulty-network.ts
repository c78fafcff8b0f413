import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { seededRandom } from '../../../src/sandbox/random.js';
import type { Certified } from '../../next-identity/self-signed.js';
import { NETWORK_FAULTS, type NetworkFault, type NetworkFaultKind } from './network-fault.js';
import { type Reply, spoil } from './spoil.js';

export interface NetworkOptions {
  /** URL of what listens on the other side. */
  readonly target: string;
  /** Makes the same draws for the same order of calls. */
  readonly seed?: number;
  /** Every call arrives, and every answer comes back, later by up to so many ms. */
  readonly jitterMs?: number;
  /** Listens by TLS, as localhost, with this certificate. */
  readonly tls?: Certified;
  /** Ends the connection after each answer, so that each call makes a new one. */
  readonly isOneCallEach?: boolean;
}

/** The network between Rollcall and a sandbox, on the loopback address, which does to calls what it is told. */
export interface FaultyNetwork {
  readonly url: string;
  /** Adds faults; a call meets the first that applies and whose share is drawn. */
  add(...faults: readonly NetworkFault[]): void;
  clear(): void;
  /** How many calls each fault has met. */
  met(): Readonly<Partial<Record<NetworkFaultKind, number>>>;
  /** The people whom a call created on the other side, and whose answer never came back whole. */
  lostAnswers(): ReadonlySet<string>;
  /** Resets every connection that is open. */
  cut(): void;
  /** Takes no connection any more, and resets those that are open. */
  goDown(): Promise<void>;
  /** Listens again, at the same address. */
  comeUp(): Promise<void>;
  /** Shows another certificate to who connects from now on. */
  renew(certificate: Certified): void;
  close(): Promise<void>;
}

interface Planned extends NetworkFault {
  met: number;
}

const person = z.object({ profile_fields: z.object({ emailAddress: z.string() }) });

export async function openFaultyNetwork(options: NetworkOptions): Promise<FaultyNetwork> {
  const { target, seed = 1, jitterMs = 0, tls, isOneCallEach = false } = options;
  const { hostname: host, port } = new URL(target);
  const draw = seededRandom(seed, 'network faults');
  const drawLatency = seededRandom(seed, 'network latency');
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  const met: Partial<Record<NetworkFaultKind, number>> = {};
  const lost = new Set<string>();
  let planned: Planned[] = [];

  const pick = (): NetworkFaultKind | null => {
    const fault = planned.find(
      ({ share = 1, count = Number.POSITIVE_INFINITY, met: times }) =>
        times < count && draw() < share,
    );
    if (fault === undefined) return null;
    fault.met += 1;
    met[fault.kind] = (met[fault.kind] ?? 0) + 1;
    return fault.kind;
  };

  const passOn = async (incoming: IncomingMessage, body: Buffer): Promise<Reply> => {
    const { method, url: path, headers } = incoming;
    const outgoing = request({ host, port, agent, method, path, headers });
    outgoing.end(body);
    const [reply]: IncomingMessage[] = await once(outgoing, 'response');
    if (reply === undefined) throw new Error('Expected an answer');
    const answered = Buffer.concat(await reply.toArray());
    return { status: reply.statusCode ?? 0, headers: reply.headers, body: answered };
  };

  const carry = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const { socket } = incoming;
    if (isOneCallEach) answer.setHeader('connection', 'close');
    const kind = pick();
    if (kind === 'reset-unread') return spoil(kind, answer, socket, null);
    const body = Buffer.concat(await incoming.toArray());
    if (jitterMs > 0) await pause(drawLatency() * jitterMs);
    if (kind !== null && !NETWORK_FAULTS[kind].arrives) return spoil(kind, answer, socket, null);
    const reply = await passOn(incoming, body);
    if (jitterMs > 0) await pause(drawLatency() * jitterMs);
    const isLost = socket.destroyed || (kind !== null && !NETWORK_FAULTS[kind].isAnswered);
    if (isLost && reply.status === 201) lost.add(identifierIn(body));
    if (socket.destroyed) return;
    if (kind !== null) return spoil(kind, answer, socket, reply);
    const { connection: _, 'keep-alive': __, ...headers } = reply.headers;
    answer.writeHead(reply.status, headers);
    answer.end(reply.body);
  };

  // What the other side does to a connection, this one does too.
  const listener = (incoming: IncomingMessage, answer: ServerResponse) => {
    carry(incoming, answer).catch(() => incoming.socket.resetAndDestroy());
  };
  const secure = tls === undefined ? null : createTlsServer(tls, listener);
  const server: Server = secure ?? createServer(listener);
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  // A certificate that is not believed ends the handshake, which is no error of this side.
  server.on('tlsClientError', () => undefined);
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('Expected a port');
    return address.port;
  };
  const goDown = async () => {
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  const ownPort = await listen(0);
  return {
    url: secure === null ? `http://127.0.0.1:${ownPort}` : `https://localhost:${ownPort}`,
    add(...faults) {
      planned.push(...faults.map((fault) => ({ ...fault, met: 0 })));
    },
    clear() {
      planned = [];
    },
    met: () => met,
    lostAnswers: () => lost,
    cut,
    goDown,
    async comeUp() {
      await listen(ownPort);
    },
    renew: (certificate) => secure?.setSecureContext(certificate),
    async close() {
      if (server.listening) await goDown();
      agent.destroy();
    },
  };
}

function identifierIn(body: Buffer): string {
  return person.parse(JSON.parse(body.toString())).profile_fields.emailAddress.toLowerCase();
}
