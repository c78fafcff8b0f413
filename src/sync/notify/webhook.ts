import { Webhook } from 'standardwebhooks';
import { publicFacts } from '../report/public-facts.js';
import type { SyncReport } from '../report/sync-report.js';
import type { NotifyContext } from './context.js';
import { DeliveryFailure, type Try } from './delivery.js';
import { messageId } from './message-id.js';
import { post } from './post.js';
import type { WebhookTarget } from './settings.js';

const SECRET = /^whsec_((?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?)$/;

/**
 * A POST by the Standard Webhooks specification, https://www.standardwebhooks.com: `{type, timestamp, data}` with the
 * headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. The body tells counts and codes, never a person.
 *
 * @throws DeliveryFailure `notify.secret`
 */
export function webhookTo(target: WebhookTarget, report: SyncReport, context: NotifyContext): Try {
  const { url, allowPrivateAddresses = false } = target;
  const place = `webhook at ${new URL(url).host}`;
  const secret = context.resolveSecret(target.secret).reveal();
  if (!isSigningSecret(secret)) {
    throw new DeliveryFailure(
      'secret',
      `The signing secret of the ${place} has another form than whsec_ and 24 to 64 bytes in base64. Make one: echo "whsec_$(openssl rand -base64 32)"`,
    );
  }
  const signer = new Webhook(secret);
  const id = messageId(report, url);
  const json = JSON.stringify({
    type: `rollcall.sync.${report.state}`,
    timestamp: report.endedAt,
    data: publicFacts(report),
  });
  return (timeoutMs, signal) => {
    // Of this try: receivers refuse what is older than some minutes.
    const at = context.now();
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signer.sign(id, at, json),
    };
    const request = { url, headers, json, place, ca: context.ca, allowPrivateAddresses };
    return post(request, timeoutMs, signal);
  };
}

/** Standard Webhooks 1.0, "Signature scheme": at least 24 bytes, at most 64. */
function isSigningSecret(secret: string): boolean {
  const { length } = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
  return length >= 24 && length <= 64;
}
