/** Calls of one sender in each second from its first. */
export interface ChartPanel {
  readonly title: string;
  /** What is told below the title. */
  readonly subtitle: string;
  readonly seconds: readonly { readonly passed: number; readonly refused: number }[];
}

export interface CallsChart {
  /** Calls a second that the server lets through; drawn as a line. */
  readonly limit: number;
  readonly panels: readonly ChartPanel[];
}

const WIDTH = 960;
const LEFT = 56;
const RIGHT = 24;
const TOP = 48;
const TITLE = 46;
const PLOT = 150;
const GAP = 26;
const BOTTOM = 44;
const PASSED = '#2563eb';
const REFUSED = '#ea580c';
const INK = '#1f2937';
const FAINT = '#6b7280';
const GRID = '#e5e7eb';
/** A round step for the axes, so that there are about so many of them. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** Draws calls over time as SVG: a panel for each sender, all on the same scales, so that they can be compared by eye. */
export function drawCallsChart({ limit, panels }: CallsChart): string {
  const length = Math.max(1, ...panels.map(({ seconds }) => seconds.length));
  const highest = Math.max(
    limit,
    ...panels.flatMap(({ seconds }) => seconds.map(({ passed, refused }) => passed + refused)),
  );
  const xStep = stepFor(length, 10);
  const yStep = stepFor(highest, 3);
  const top = Math.ceil(highest / yStep) * yStep;
  const x = (second: number) => LEFT + (second / length) * (WIDTH - LEFT - RIGHT);
  const height = TOP + panels.length * (TITLE + PLOT + GAP) + BOTTOM;
  const parts = panels.map(({ title, subtitle, seconds }, n) => {
    const zero = TOP + n * (TITLE + PLOT + GAP) + TITLE + PLOT;
    const y = (calls: number) => zero - (calls / top) * PLOT;
    const bar = (second: number, from: number, to: number, color: string) =>
      to === from
        ? ''
        : `<rect x="${one(x(second) + 0.5)}" y="${one(y(to))}" width="${one(Math.max(1, x(1) - x(0) - 1))}" height="${one(y(from) - y(to))}" fill="${color}"/>`;
    const ended = seconds.length;
    return [
      text(LEFT, zero - PLOT - 26, title, `font-size="15" font-weight="600" fill="${INK}"`),
      text(LEFT, zero - PLOT - 9, subtitle, `font-size="12.5" fill="${FAINT}"`),
      ...steps(top, yStep).flatMap((calls) => [
        line(LEFT, y(calls), WIDTH - RIGHT, y(calls), `stroke="${GRID}"`),
        text(
          LEFT - 8,
          y(calls) + 4,
          String(calls),
          `font-size="11" fill="${FAINT}" text-anchor="end"`,
        ),
      ]),
      ...seconds.flatMap(({ passed, refused }, second) => [
        bar(second, 0, passed, PASSED),
        bar(second, passed, passed + refused, REFUSED),
      ]),
      line(LEFT, y(limit), WIDTH - RIGHT, y(limit), `stroke="${INK}" stroke-dasharray="5 4"`),
      line(LEFT, zero, WIDTH - RIGHT, zero, `stroke="${FAINT}"`),
      ...steps(length, xStep).map((second) =>
        text(
          x(second),
          zero + 16,
          String(second),
          `font-size="11" fill="${FAINT}" text-anchor="middle"`,
        ),
      ),
      ended > length * 0.8
        ? ''
        : text(x(ended) + 8, zero - 8, `done after ${ended} s`, `font-size="12.5" fill="${INK}"`),
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" role="img" aria-labelledby="title">
<title id="title">${escaped(titleOf(limit, panels))}</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${legend(limit)}
${parts.join('\n')}
${text(WIDTH / 2, height - 12, 'seconds since the first call', `font-size="12" fill="${FAINT}" text-anchor="middle"`)}
</svg>
`.replaceAll(/\n+/g, '\n');
}

function titleOf(limit: number, panels: readonly ChartPanel[]): string {
  const told = panels.map(({ title, subtitle }) => `${title}: ${subtitle}`);
  return `Calls in each second through a limit of ${limit} a second. ${told.join('. ')}.`;
}

function legend(limit: number): string {
  const y = 26;
  const label = (x: number, words: string) =>
    text(x, y + 4, words, `font-size="12.5" fill="${INK}"`);
  const box = (x: number, color: string) =>
    `<rect x="${x}" y="${y - 6}" width="12" height="12" fill="${color}"/>`;
  return [
    label(LEFT, 'Calls in each second:'),
    box(LEFT + 146, PASSED),
    label(LEFT + 164, 'let through'),
    box(LEFT + 256, REFUSED),
    label(LEFT + 274, 'answered 429'),
    line(LEFT + 382, y, LEFT + 412, y, `stroke="${INK}" stroke-dasharray="5 4"`),
    label(LEFT + 420, `the limit: ${limit} a second`),
  ].join('\n');
}

const stepFor = (most: number, steps: number) =>
  STEPS.find((step) => most / step <= steps) ?? Math.ceil(most / steps);

const steps = (most: number, step: number) =>
  Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);

const one = (figure: number) => figure.toFixed(1);

const line = (x1: number, y1: number, x2: number, y2: number, style: string) =>
  `<line x1="${one(x1)}" y1="${one(y1)}" x2="${one(x2)}" y2="${one(y2)}" ${style}/>`;

const text = (x: number, y: number, words: string, style: string) =>
  `<text x="${one(x)}" y="${one(y)}" ${style}>${escaped(words)}</text>`;

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
