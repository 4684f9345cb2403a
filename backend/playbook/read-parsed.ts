import { maxProblems, nearestName, type Parsed } from '@zo/shared';
import type { SourceText, YamlSource } from './yaml-source.ts';

/** Runs a parser of the playbook language over a text of the file; its problems get their place in the file. */
export function readParsed<T>(
  source: YamlSource,
  text: SourceText | null,
  parse: (text: string) => Parsed<T>,
): T | null {
  return readOr(source, text, parse, null);
}

/** The same where null is a meaning of its own: `otherwise` where there is no text, or a mistake in it. */
export function readOr<T, D>(
  source: YamlSource,
  text: SourceText | null,
  parse: (text: string) => Parsed<T>,
  otherwise: D,
): T | D {
  if (text === null) return otherwise;
  const parsed = parse(text.text);
  if (parsed.ok) return parsed.value;
  for (const problem of parsed.problems.slice(0, maxProblems)) {
    source.problems.push({ ...problem, span: text.spanIn(problem.span) });
  }
  return otherwise;
}

/** One of a few fixed words. */
export function readChoice<T extends string>(
  source: YamlSource,
  text: SourceText | null,
  choices: readonly T[],
): T | null {
  if (text === null) return null;
  const word = text.text.trim().toLowerCase();
  const choice = choices.find((one) => one === word);
  if (choice !== undefined) return choice;
  const nearest = nearestName(word, choices);
  return source.report(`"${word.slice(0, 80)}" is not possible here`, text.span, {
    ...(nearest === null ? {} : { nearest }),
    suggestion: choices.join(' or '),
  });
}
