import iconv from 'iconv-lite';
import { implausibility } from './plausibility.js';

/** Encodings that are told apart, and how much must speak for the rarer ones before they outweigh the commoner. */
const CANDIDATES: readonly (readonly [string, number])[] = [
  ['windows-1252', 0],
  ['windows-1250', 1],
  ['windows-1251', 1],
  ['windows-1253', 1.5],
  ['windows-1254', 1.5],
  ['macintosh', 1.5],
  ['iso-8859-15', 1],
  ['iso-8859-2', 2],
  ['cp850', 2],
  ['koi8-r', 2],
  ['cp866', 2.5],
];

/** Above this, on average for every character beyond ASCII, the text makes no sense. */
const MAX_MEAN_PENALTY = 2;

/** Below this, the text is hardly natural or another reading is about as good: Shift JIS and other encodings of Asia. */
const MIN_CONFIDENCE = 0.45;

/** So many different words are enough to tell, and keep a long sample cheap. */
const MAX_WORDS = 2000;

interface Reading {
  readonly label: string;
  readonly words: string;
  readonly penalty: number;
  readonly mean: number;
}

/**
 * The encoding with one byte for each character in which the words beyond ASCII look most like words, or undefined where
 * they do in none or in two alike. The confidence is how natural they look, less as the next best reading comes close.
 *
 * @param likely is taken before all others, if the words look like words in it
 */
export function bestSingleByte(
  sample: Buffer,
  likely?: string,
): { label: string; confidence: number } | undefined {
  const words = wordsBeyondAscii(sample);
  const isPossible = likely !== undefined && !likely.startsWith('utf-');
  const told = isPossible ? readingOf(words, likely, 0) : undefined;
  if (told !== undefined && told.mean <= MAX_MEAN_PENALTY) {
    return { label: told.label, confidence: rounded(naturalness(told)) };
  }
  const readings = CANDIDATES.map(([label, prior]) => readingOf(words, label, prior)).sort(
    (a, b) => a.penalty - b.penalty,
  );
  const [best] = readings;
  if (best === undefined || best.mean > MAX_MEAN_PENALTY) return undefined;
  const rival = readings.find(({ words: text }) => text !== best.words);
  const ahead = rival === undefined ? Number.POSITIVE_INFINITY : rival.penalty - best.penalty;
  const confidence = naturalness(best) * (1 - Math.exp(-ahead) / 2);
  if (confidence < MIN_CONFIDENCE) return undefined;
  return { label: best.label, confidence: rounded(confidence) };
}

function readingOf(words: Buffer, label: string, prior: number): Reading {
  const text = iconv.decode(words, label);
  const { penalty, count } = implausibility(text);
  return { label, words: text, penalty: penalty + prior, mean: penalty / Math.max(1, count) };
}

function naturalness({ mean }: Reading): number {
  return Math.exp(-mean / 2);
}

function rounded(confidence: number): number {
  return Math.round(confidence * 100) / 100;
}

/** The different words with a byte beyond ASCII, each on a line. Repeated ones would outvote the rest. */
function wordsBeyondAscii(sample: Buffer): Buffer {
  const words = new Set<string>();
  const text = sample.toString('latin1');
  for (const [word] of text.matchAll(
    /[A-Za-z'\u0080-\u00ff]*[\u0080-\u00ff][A-Za-z'\u0080-\u00ff]*/g,
  )) {
    words.add(word.slice(0, 64));
    if (words.size === MAX_WORDS) break;
  }
  return Buffer.from([...words].join('\n'), 'latin1');
}
