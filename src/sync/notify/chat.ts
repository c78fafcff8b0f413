import { mayLeadTo } from '../../config/private-address.js';
import type { SecretReference } from '../../config/secret-reference.js';
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
  const { allowPrivateAddresses = false } = target;
  const request = { url, headers: {}, json, place, ca: context.ca, allowPrivateAddresses };
  return (timeoutMs, signal) => post(request, timeoutMs, signal);
}

/** The outcome, the plan of a held run, and what to type next. */
export function chatText(report: SyncReport): string {
  const { state, counts, run } = report;
  const plan = state === 'held' && counts !== null ? [`Plan: ${changesIn(counts).join(', ')}`] : [];
  const steps = nextSteps(report).map(({ command, does }) => `${command} (${does})`);
  return [headline(report), ...plan, `rollcall sync show ${run} (tells more)`, ...steps].join('\n');
}

function urlOf({ url, allowPrivateAddresses }: ChatTarget, context: NotifyContext): string {
  if (typeof url === 'string') return url;
  const found = postUrl.safeParse(context.resolveSecret(url).reveal());
  if (found.success && mayLeadTo(found.data, allowPrivateAddresses)) return found.data;
  if (found.success) {
    throw new DeliveryFailure(
      'secret',
      `The URL that ${placeOf(url)} holds for the chat is a private address. If it is meant, set "allowPrivateAddresses": true of this notification.`,
    );
  }
  throw new DeliveryFailure(
    'secret',
    `What ${placeOf(url)} holds for the chat is no https:// URL: copy it again from the chat's settings.`,
  );
}

function placeOf(reference: SecretReference): string {
  return 'env' in reference ? `the variable ${reference.env}` : `the file ${reference.file}`;
}
