import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { networkOptions } from './network-options.js';

// A network in a process of its own: every call arrives a little later than it was sent, each by another time, so that calls
// overtake one another and bunch together. It notes when each arrived and how it was answered.
const { target, jitterMs } = networkOptions.parse(JSON.parse(process.argv[2] ?? ''));
const agent = new Agent({ keepAlive: true });
const calls: [at: number, status: number][] = [];

const server = createServer((incoming, answer) => {
  if (incoming.url === '/bench/calls') answer.end(JSON.stringify(calls));
  else carry(incoming, answer).catch(() => answer.destroy());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (typeof address !== 'object' || address === null) throw new Error('Expected a port');
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
process.once('SIGTERM', () => process.exit(0));

async function carry(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
  const body = Buffer.concat(await incoming.toArray());
  await pause(Math.random() * jitterMs);
  const { method, url: path, headers } = incoming;
  const call: [number, number] = [performance.timeOrigin + performance.now(), 0];
  calls.push(call);
  const outgoing = request({ ...target, agent, method, path, headers });
  outgoing.end(body);
  const [reply]: IncomingMessage[] = await once(outgoing, 'response');
  if (reply === undefined) throw new Error('Expected an answer');
  call[1] = reply.statusCode ?? 0;
  answer.writeHead(call[1], reply.headers);
  answer.end(Buffer.concat(await reply.toArray()));
}
