import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../src/config/package-root.js';

const PAGE = join(PACKAGE_ROOT, 'docs/benchmarks.md');
const BEGINNING = '# Benchmarks\n\nWritten by the benchmarks themselves; do not edit.\n';

/** A part of docs/benchmarks.md: its heading, and what stands below it. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Writes a section of docs/benchmarks.md, and leaves those of other benchmarks as they are. */
export function writeSection(section: Section): void {
  writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), section));
}

/** The page with the section in the place of the one with the same heading, or at the end. */
export function withSection(page: string, section: Section): string {
  const [, ...sections] = page.split(/^(?=## )/m);
  return withReplaced([BEGINNING, ...sections].join(''), section);
}

/** The same for a page whose other sections, and what stands before them, were written by hand. */
export function withReplaced(page: string, section: Section): string {
  const [beginning = '', ...sections] = page.split(/^(?=## )/m);
  const text = textOf(section);
  const isOld = (other: string) => other.startsWith(`## ${section.heading}\n`);
  const all = sections.some(isOld)
    ? sections.map((other) => (isOld(other) ? text : other))
    : [...sections, text];
  return [beginning, ...all].map((one) => `${one.trimEnd()}\n`).join('\n');
}

export function textOf({ heading, lines }: Section): string {
  return `## ${heading}\n\n${lines.join('\n')}\n`;
}

/** A Markdown table, as the formatter wants it. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, n) =>
    Math.max(...[header, ...rows].map((row) => row[n]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  return [header, widths.map((width) => '-'.repeat(width)), ...rows].map(line);
}

/** By what command the figures came, on what machine. */
export function origin(command = `npm run bench -- ${process.argv.slice(2).join(' ')}`): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim()} (${arch()}), ${Math.round(totalmem() / 2 ** 30)} GB`;
  const versions = `Node ${process.version}, bullmq ${dependencies.bullmq}`;
  return [
    `Command: \`${command}\``,
    '',
    `Machine: ${machine}, ${versions}, ${new Date().toISOString().slice(0, 10)}.`,
  ];
}
