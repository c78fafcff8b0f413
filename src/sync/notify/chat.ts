import { changesIn, headline } from '../report/headline.js';
import { nextSteps } from '../report/next-steps.js';
import type { SyncReport } from '../report/sync-report.js';
import type { NotifyContext } from './context.js';
import { DeliveryFailure, type Try } from './delivery.js';
import { post } from './post.js';
import { type ChatTarget, postUrl } from './settings.js';

/**
 * A POST of `{"text": …}`, as Slack, Mattermost, Rocket.Chat, Google Chat and the like take it. It tells counts and codes,
 * never a person.
 *
 * @throws DeliveryFailure `notify.secret`
 */
export function chatTo(target: ChatTarget, report: SyncReport, context: NotifyContext): Try {
  const url = urlOf(target, context);
  const place = `chat at ${new URL(url).host}`;
  const json = JSON.stringify({ text: chatText(report) });
  return (timeoutMs, signal) =>
    post({ url, headers: {}, json, place, ca: context.ca }, timeoutMs, signal);
}

/** The outcome, the plan of a held run, and what to type next. */
export function chatText(report: SyncReport): string {
  const { state, counts, run } = report;
  const plan = state === 'held' && counts !== null ? [`Plan: ${changesIn(counts).join(', ')}`] : [];
  const steps = nextSteps(report).map(({ command, does }) => `${command} (${does})`);
  return [headline(report), ...plan, `rollcall sync show ${run} (tells more)`, ...steps].join('\n');
}

function urlOf({ url }: ChatTarget, context: NotifyContext): string {
  if (typeof url === 'string') return url;
  const found = postUrl.safeParse(context.resolveSecret(url).reveal());
  if (found.success) return found.data;
  throw new DeliveryFailure(
    'secret',
    `What ${'env' in url ? `the variable ${url.env}` : `the file ${url.file}`} holds for the chat is no https:// URL: copy it again from the chat's settings.`,
  );
}
