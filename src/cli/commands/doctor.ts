import type { ClientConfig } from '../../config/client-config.js';
import {
  checkBaseUrl,
  checkCredentials,
  checkLookUp,
  type Finding,
  LEFT_OPEN,
} from '../doctor-checks.js';
import { EXIT_CODE, type ExitCode } from '../exit-code.js';
import { asClient, asDirectAccess } from '../next-identity.js';
import { output } from '../output.js';
import { type Session, withSession } from '../session.js';
import { table } from '../table.js';

export interface DoctorOptions {
  readonly client?: string;
  readonly json?: boolean;
}

/** `rollcall doctor`: checks a client's settings against its Next Identity, by calls that change nothing and reach nobody. */
export function doctor(options: DoctorOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const client = session.client(options.client);
    const findings = await examine(session, client);
    if (options.json === true) {
      output.json({ client: client.name, findings });
    } else {
      const rows = findings.map(({ check, verdict, found }) => [verdict, check, found]);
      output.data(
        [`Client ${client.name}, ${client.baseUrl}`, ...table(rows, ['left', 'left', 'left'])].join(
          '\n',
        ),
      );
      output.data('\nWhat is open, and how to check it by hand: docs/next-identity.md');
    }
    return findings.some(({ verdict }) => verdict === 'bad') ? EXIT_CODE.failed : EXIT_CODE.done;
  });
}

async function examine(session: Session, client: ClientConfig): Promise<Finding[]> {
  const baseUrl = await checkBaseUrl(client);
  const ledger = await checkLedger(session);
  if (baseUrl.verdict === 'bad') return [baseUrl, ledger];
  const credentials = await asClient(session, client, checkCredentials);
  const lookUp: Finding =
    client.directAccess === null
      ? {
          check: 'look-up',
          verdict: 'open',
          found: 'no direct access client is configured, so nobody can be looked up',
        }
      : await asDirectAccess(session, client, (api) => checkLookUp(api, client));
  return [baseUrl, ...credentials, lookUp, ledger, ...LEFT_OPEN];
}

async function checkLedger(session: Session): Promise<Finding> {
  const { dataKeyId } = await session.ledger();
  const found =
    dataKeyId === null
      ? 'personal data lies open in it; ROLLCALL_DATA_KEY would seal it (docs/operations.md)'
      : `personal data is sealed, by the data key ${dataKeyId}`;
  return { check: 'ledger', verdict: 'good', found };
}
