import { z } from 'zod';
import type { NetworkOptions } from './network-options.js';
import { startProgram, stopProgram, urlOf } from './program.js';

/** One call that went over the network. */
export interface CarriedCall {
  /** When it arrived at the server, ms since 1970. */
  readonly at: number;
  /** 0 where there was no answer. */
  readonly status: number;
}

/** The way from Rollcall to a server; see `network-process.ts`. */
export interface Network {
  readonly url: string;
  /** What it carried so far, in the order of arrival. */
  calls(): Promise<CarriedCall[]>;
  stop(): Promise<void>;
}

const carried = z.array(z.tuple([z.number(), z.number()]));

export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const child = startProgram('network-process', options);
  const url = await urlOf(child);
  return {
    url,
    calls: async () => {
      const answer = await fetch(`${url}/bench/calls`);
      return carried.parse(await answer.json()).map(([at, status]) => ({ at, status }));
    },
    stop: () => stopProgram(child),
  };
}

/** The target of a network by the URL of what listens there. */
export function targetOf(url: string): NetworkOptions['target'] {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
