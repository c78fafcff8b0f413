import type { ResendRules } from '../config/resend-rules.js';
import type { Happening, Standing, Story } from '../ledger/story.js';
import { localTime } from './local-time.js';
import { oneLine } from './one-line.js';
import { table } from './table.js';

/**
 * The story of a person for people: where they stand, what happened in order, and what comes next. Times are those of the
 * person's zone, else of the policy's, else UTC.
 *
 * @param rules of the client; null where it is not configured here
 */
export function formatStory(story: Story, rules: ResendRules | null): string {
  const timeZone = story.timeZone ?? rules?.configured?.timeZone ?? 'UTC';
  const time = (at: Date) => localTime(at, timeZone);
  const happened = story.happenings.map((one) => [time(one.at), oneLine(describe(one, time))]);
  return [
    `${story.identifier}, client ${story.client}`,
    ...table(
      standing(story, time).map(([what, how]) => [what, oneLine(how)]),
      ['left', 'left'],
    ),
    '',
    `What happened (times of ${timeZone})`,
    ...table(happened, ['left', 'left']),
    '',
    `Next: ${comesNext(story, rules, time)}`,
  ].join('\n');
}

type Time = (at: Date) => string;

function standing(person: Standing, time: Time): [what: string, how: string][] {
  const { state, uuid, code, message, lastMessageAt, resends, checkedAt } = person;
  const lines: [string, string][] = [['state', state]];
  if (code !== null) lines.push(['reason', `${code}: ${message ?? ''}`]);
  lines.push(['uuid', uuid ?? 'not known']);
  if (lastMessageAt !== null) {
    const again = resends === 0 ? '' : `, ${resends} sent again`;
    lines.push(['last message', `${time(lastMessageAt)}${again}`]);
  }
  if (checkedAt !== null) lines.push(['looked up', time(checkedAt)]);
  if (person.activatedAt !== null) {
    lines.push(['activated', `${time(person.activatedAt)}, by ${person.activatedBy ?? ''}`]);
  }
  if (person.suppressedAt !== null) {
    lines.push(['suppressed', `since ${time(person.suppressedAt)}: ${person.suppressedReason}`]);
  }
  if (person.forgottenAt !== null) {
    lines.push(['forgotten', `personal data removed ${time(person.forgottenAt)}`]);
  }
  if (person.pausedAt !== null) {
    lines.push(['client', `stopped since ${time(person.pausedAt)}; to go on: rollcall resume`]);
  }
  return lines;
}

const ROW_STATUSES = {
  added: 'new',
  known: 'known already',
  updated: 'known, took over new data',
  differs: 'known, with other data that came too late',
  duplicate: 'repeats an earlier line',
  conflict: 'contradicts an earlier line, which counts',
  rejected: 'refused',
} as const;

function describe(happening: Happening, time: Time): string {
  switch (happening.kind) {
    case 'row': {
      const { batch, source, line, status } = happening;
      return `batch ${batch}, ${source}, line ${line}: ${ROW_STATUSES[status]}`;
    }
    case 'call':
      return `${nameOf(happening)}: ${endOf(happening)}`;
    case 'change': {
      const { from, to, code } = happening;
      return `${from} → ${to}${code === null ? '' : ` (${code})`}`;
    }
    case 'event': {
      const { type, issuedAt, outcome } = happening;
      return `event ${type} of ${time(issuedAt)}: ${outcome ?? 'not handled yet'}`;
    }
  }
}

function nameOf({ call, slot, byHand }: Extract<Happening, { kind: 'call' }>): string {
  if (call === 'pre-register') return 'invitation';
  if (call === 'update') return 'changed data passed on';
  if (byHand) return 'message again, by hand';
  return slot === null ? 'message again, slot given back' : `message again, slot ${slot}`;
}

function endOf({ endedAt, httpStatus, outcome, code }: Extract<Happening, { kind: 'call' }>) {
  if (endedAt === null) return 'under way';
  const status = httpStatus === null ? 'no answer' : `HTTP ${httpStatus}`;
  return [status, outcome, code].filter((part) => part !== null).join(', ');
}

function comesNext(person: Standing, rules: ResendRules | null, time: Time): string {
  if (person.forgottenAt !== null) return 'nothing, since the person was forgotten.';
  const { identifier, state, dueAt, nextStep, nextSlot, nextAt, byHandAt, now } = person;
  const from = (at: Date) => (at > now ? time(at) : 'as soon as a worker comes to it');
  switch (state) {
    case 'pending':
    case 'queued':
    case 'sending':
      return `the invitation, ${dueAt === null ? 'not by itself' : from(dueAt)}.`;
    case 'unknown':
      return dueAt === null
        ? 'nothing by itself. To decide, see: rollcall resolve'
        : `another call, which sends no second message, ${from(dueAt)}.`;
    case 'failed':
      return 'nothing by itself. To have the person called again: rollcall retry --state failed';
    case 'cancelled':
      return person.suppressedAt === null
        ? 'nothing. To have the person called after all: rollcall retry --state cancelled'
        : SUPPRESSED;
    case 'expired':
      return person.suppressedAt === null
        ? `nothing. To write to the person once more: rollcall resend ${identifier}`
        : SUPPRESSED;
    case 'activated':
      return 'nothing.';
    case 'invited':
    case 'existing':
      if (byHandAt !== null) return `the message that was asked for, ${from(byHandAt)}.`;
      if (nextStep === 'resend' && nextAt !== null) {
        return `message again, slot ${nextSlot}, ${from(nextAt)}.`;
      }
      if (nextStep === 'expire' && nextAt !== null) return `given up, ${from(nextAt)}.`;
      return nothingPlanned(person, rules);
  }
}

const SUPPRESSED = 'nothing, since the person is suppressed.';

function nothingPlanned({ suppressedAt }: Standing, rules: ResendRules | null): string {
  if (suppressedAt !== null) return SUPPRESSED;
  if (rules === null) return 'nothing is planned; the client is not configured here.';
  if (rules.configured === null) return 'nothing: no resends are configured for the client.';
  return rules.inForce === null
    ? 'nothing, since nothing tells who has activated; see: rollcall policy'
    : 'nothing is planned. Where the policy has more to come, a worker plans it within seconds.';
}
