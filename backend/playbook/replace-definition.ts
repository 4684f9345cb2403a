/** A playbook with another definition and everything else as it is written: comments, order, spaces. */
import type { Problem, Span } from '@zo/shared';
import { isMap, isScalar } from 'yaml';
import { parseYaml } from './parse-yaml.ts';

export type ReplacedDefinition = {
  source: string;
  /** Where a problem of the new source stands in the definition that was given; null when it is not in it. */
  spanIn: (span: Span) => Span | null;
};

const indent = '  ';

/** Null when the source has no definition to be replaced. */
export function replaceDefinition(source: string, definition: string): ReplacedDefinition | null {
  const root = parseYaml(source).root;
  const pair = isMap(root) ? root.items.find(({ key }) => isScalar(key) && key.value === 'definition') : undefined;
  const range = (pair?.value as { range?: [number, number, number] } | null | undefined)?.range;
  if (range === undefined) return null;
  const typed = definition.split('\n').map((line, index) => ({ text: line.trim(), index, cut: indentOf(line) }));
  const lines = typed.filter(({ text }) => text !== '');
  const rest = source.slice(range[1]);
  const block = `>\n${lines.map(({ text }) => indent + text).join('\n')}${rest.startsWith('\n') ? '' : '\n'}`;
  const before = source.slice(0, range[0]);
  const firstLine = before.split('\n').length + 1;
  return {
    source: before + block + rest,
    spanIn: ({ line, column, length }) => {
      const at = lines[line - firstLine];
      if (at === undefined) return null;
      return { line: at.index + 1, column: Math.max(1, column - indent.length + at.cut), length };
    },
  };
}

/** Problems of the new source as problems of the definition; those elsewhere point at its beginning. */
export function problemsInDefinition(problems: Problem[], { spanIn }: ReplacedDefinition): Problem[] {
  return problems.map((problem) => ({ ...problem, span: spanIn(problem.span) ?? { line: 1, column: 1, length: 1 } }));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
