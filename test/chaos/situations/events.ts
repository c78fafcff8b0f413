import { WEBHOOK_PATH } from '../../../src/console/webhook-route.js';
import { ManualClock } from '../../../src/sandbox/index.js';
import { freePort } from '../../support/free-port.js';
import type { Running } from '../../support/rollcall.js';
import { until } from '../../support/until.js';
import { Stage } from '../stage.js';
import { judge } from '../verdict.js';
import { on, type Situation } from './situation.js';

/** Next Identity sends an event again after so long, in ms; its clock is behind by enough that none is of the future. */
const RETRIES_MS = [30_000, 60_000, 120_000];
const BEHIND_MS = 1_800_000;

/** The receiver of webhooks dies in the middle of an event, and workers in the middle of handling one. */
export const events: Situation = {
  name: 'events',
  async play(options) {
    const port = await freePort();
    const audience = `http://127.0.0.1:${port}${WEBHOOK_PATH}`;
    const clock = new ManualClock(Date.now() - BEHIND_MS);
    const sandbox = {
      clock,
      latencyMs: { min: 0, max: 0 },
      webhookTypes: { userCreated: null, preRegistration: null, login: null },
    };
    const client = { activation: { webhook: { audience } } };
    return on(Stage.open(options, client, { sandbox }), async (stage) => {
      const { sandbox: tenant } = stage.company;
      const serve = ['serve', '--port', String(port)];
      const isListening = ({ stderr }: Running) =>
        until('it listens', () => stderr().includes('Listening'));
      const attempts = () => tenant.webhooks().deliveries[0]?.attempts.length ?? 0;
      const activate = (person: number) =>
        tenant.activate({ identifiers: [`person${person}@example.com`] });

      await stage.cli(['run', stage.company.writeRoster(5)]);
      tenant.setWebhookTargets([audience]);
      const deaths = [
        ['webhook: body taken', () => activate(0)],
        ['webhook: token believed', () => clock.advance(RETRIES_MS[0] ?? 0)],
        ['webhook: event recorded', () => clock.advance(RETRIES_MS[1] ?? 0)],
      ] as const;
      for (const [n, [point, send]] of deaths.entries()) {
        await stage.kill(point, serve, {
          during: async (doomed) => {
            await isListening(doomed);
            send();
          },
        });
        await until('Next Identity has seen it', () => attempts() === n + 1);
      }
      const server = stage.start(serve);
      await isListening(server);
      clock.advance(RETRIES_MS[2] ?? 0);
      activate(1);
      await until('all are delivered', () => tenant.webhooks().waiting === 0);
      await stage.kill('events: people marked', ['work']);
      await stage.kill('events: set handled', ['work']);
      await stage.cli(['work', '--until-drained']);
      server.child.kill('SIGTERM');
      await server.finished;

      const kept = await stage.query('SELECT FROM event');
      const known = await stage.query("SELECT FROM invite WHERE state = 'activated'");
      const wrongs =
        kept.length === 2 && known.length === 2
          ? []
          : [`${kept.length} events are kept, and ${known.length} people known as activated`];
      return { verdict: await judge(stage), wrongs };
    });
  },
};
