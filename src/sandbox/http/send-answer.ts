import type { FastifyReply } from 'fastify';
import type { FaultKind } from '../faults/fault.js';
import type { Answer } from './answer.js';

/** Sends an answer, spoilt as the fault says. */
export function sendAnswer(reply: FastifyReply, answer: Answer, fault: FaultKind | null): void {
  reply.code(answer.status).header('content-type', 'application/json');
  if (answer.headers !== undefined) reply.headers(answer.headers);
  void reply.send(spoil(answer, fault));
}

function spoil({ body }: Answer, fault: FaultKind | null): string {
  switch (fault) {
    case 'malformed-body': {
      const whole = JSON.stringify(body);
      return whole.slice(0, Math.ceil(whole.length / 2));
    }
    case 'missing-uuid': {
      const { uuid: _, ...rest } = body;
      return JSON.stringify(rest);
    }
    default:
      return JSON.stringify(body);
  }
}
