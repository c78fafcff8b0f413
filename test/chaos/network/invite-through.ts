import { type Ledger, openLedger } from '../../../src/ledger/open.js';
import { readInvites } from '../../../src/ledger/people.js';
import { type Comparison, compareAccounts, foundCompany } from '../../support/company.js';
import type { EngineKind } from '../../support/engines.js';
import { type Environment, type Running, rollcall, start } from '../../support/rollcall.js';
import { type FaultyNetwork, type NetworkOptions, openFaultyNetwork } from './faulty-network.js';

/** A company whose calls go through a faulty network to a tenant that refuses who is there already. */
export interface Crossing {
  readonly network: FaultyNetwork;
  /** Takes a roster in, and has two processes work on it until nothing is left to do. */
  invite(people: number): Promise<Arrival>;
  /** The same in two steps, for what happens in between. */
  begin(people: number): Promise<readonly Running[]>;
  end(workers: readonly Running[]): Promise<Arrival>;
  /** Calls that have come to Next Identity so far. */
  calls(): number;
  /** Calls that have ended with this code, by the ledger. */
  callsEnded(code: string): Promise<number>;
  close(): Promise<void>;
}

/** What both sides say when nothing is left to do. */
export interface Arrival extends Comparison {
  readonly exitCodes: readonly (number | null)[];
  /** Who is in doubt, by the ledger. */
  readonly inDoubt: ReadonlySet<string>;
  /** Who was created by a call whose answer did not come back, by the network. */
  readonly answersLost: ReadonlySet<string>;
}

/** @param environment further settings, which may need to know the network */
export async function openCrossing(
  engine: EngineKind,
  options: Omit<NetworkOptions, 'target'> = {},
  environment: Environment = {},
): Promise<Crossing> {
  const company = await foundCompany({
    engine,
    // Where an address in use is refused, what a lost answer leaves behind stays for all to see.
    sandbox: { seed: 1, existingUser: 'in-use', latencyMs: { min: 5, max: 30 } },
  });
  const { sandbox, directory, databaseUrl } = company;
  const ledger = await openLedger({ home: '', databaseUrl });
  const network = await openFaultyNetwork({ ...options, target: sandbox.url });
  const settings = {
    ...company.environment,
    NEXT_IDENTITY_BASE_URL: network.url,
    ...environment,
  };
  const begin = async (people: number) => {
    const roster = company.writeRoster(people);
    const { exitCode, stderr } = await rollcall(['import', roster], settings, directory);
    if (exitCode !== 0) throw new Error(`The import ended with ${exitCode}: ${stderr}`);
    const work = () => start(['work', '--until-drained'], settings, directory);
    return [work(), work()];
  };
  const end = async (workers: readonly Running[]): Promise<Arrival> => {
    const ends = await Promise.all(workers.map(({ finished }) => finished));
    return {
      ...(await compareAccounts(company)),
      exitCodes: ends.map(({ exitCode }) => exitCode),
      inDoubt: await inDoubt(ledger),
      answersLost: network.lostAnswers(),
    };
  };
  return {
    network,
    begin,
    end,
    invite: async (people) => end(await begin(people)),
    calls: () => sandbox.account().calls,
    async callsEnded(code) {
      const text = 'SELECT count(*)::integer AS calls FROM attempt WHERE code = $1';
      const { rows } = await ledger.pool.query<{ calls: number }>(text, [code]);
      return rows[0]?.calls ?? 0;
    },
    async close() {
      await ledger.close();
      await network.close();
      await company.close();
    },
  };
}

async function inDoubt({ pool }: Ledger): Promise<ReadonlySet<string>> {
  const identifiers = new Set<string>();
  for await (const { identifier } of readInvites(pool, ['unknown'], null))
    identifiers.add(identifier);
  return identifiers;
}

/** What an arrival looks like when nobody was lost or written to twice, and exactly those are in doubt whose answer was lost. */
export function everybodyAccountedFor(people: number, { answersLost }: Arrival): Arrival {
  const doubts = answersLost.size;
  const invited = people - doubts;
  return {
    states: {
      ...(invited > 0 ? { invited } : {}),
      ...(doubts > 0 ? { unknown: doubts } : {}),
    },
    differing: [],
    messagedTwice: [],
    created: people,
    exitCodes: [0, 0],
    inDoubt: answersLost,
    answersLost,
  };
}
