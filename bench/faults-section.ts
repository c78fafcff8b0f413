import { whole } from './figures.js';
import type { Injected } from './injected.js';
import { origin, type Section, table } from './page.js';

/** In the order of the page. */
const GROUPS: readonly Injected['group'][] = ['crash points', 'engines', 'network', 'soak'];

const HEADER = ['fault', 'on Redis', 'on PostgreSQL', 'people', 'lost', 'doubled', 'unknown'];

/** What was injected how often, and what came of it: a table for each group of which there is anything. */
export function faultsSection(injected: readonly Injected[]): Section {
  const tables = GROUPS.flatMap((group) => {
    const lines = injected.filter((line) => line.group === group);
    return lines.length === 0 ? [] : [`### ${heading(group)}`, '', ...tableOf(lines), ''];
  });
  return {
    heading: 'What was injected',
    lines: [
      'Written by `npm run chaos -- --write`; do not edit. How often on each engine; the people who were there; how many of them were',
      'lost (in no final state, with another uuid than at the other side, or without their message), how many got a message too',
      'many, and how many wait for an operator since every answer about them was lost.',
      '',
      ...tables,
      ...origin('npm run chaos -- --write'),
    ],
  };
}

function heading(group: string): string {
  return `${group.slice(0, 1).toUpperCase()}${group.slice(1)}`;
}

function tableOf(lines: readonly Injected[]): string[] {
  const faults = [...new Set(lines.map(({ fault }) => fault))];
  const rows = faults.map((fault) =>
    rowOf(
      fault,
      lines.filter((line) => line.fault === fault),
    ),
  );
  return table(HEADER, faults.length === 1 ? rows : [...rows, rowOf('**together**', lines)]);
}

function rowOf(name: string, lines: readonly Injected[]): string[] {
  const sum = (of: (line: Injected) => number) => lines.reduce((all, line) => all + of(line), 0);
  const timesOn = (engine: Injected['engine']) =>
    sum((line) => (line.engine === engine ? line.times : 0));
  const figures = [
    timesOn('redis'),
    timesOn('postgres'),
    sum(({ people }) => people),
    sum(({ lost }) => lost),
    sum(({ doubled }) => doubled),
    sum(({ unknown }) => unknown),
  ];
  return [name, ...figures.map(whole)];
}
