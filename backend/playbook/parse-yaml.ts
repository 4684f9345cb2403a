/**
 * The one way from a playbook's text to YAML nodes. How large, how deep and how full of signs a text may be is looked at before
 * it is parsed, so that no text keeps the service from its other work; and whoever needs the nodes of the same text within one
 * request gets those that are there.
 */
import {
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';

const maxLength = 64 * 1024;
/** Keys, colons, items, line breaks …: a playbook of a hundred people has some five thousand. */
const maxTokens = 10_000;
const maxDepth = 40;
/** Enough to tell what is wrong with a text. */
const mostProblems = 50;

/** `isWarning`: the nodes are there all the same. */
export type YamlProblem = { message: string; code: string; isWarning: boolean; from: number; to: number };

export type ParsedYaml = {
  /** Null: nothing but comments, or nothing that could be read. */
  root: Node | null;
  problems: readonly YamlProblem[];
  lines: LineCounter;
};

const mostRemembered = 4;
const remembered = new Map<string, ParsedYaml>();

/** Never throws. Nobody may change the nodes: others read them too. */
export function parseYaml(text: string): ParsedYaml {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  remembered.set(text, parsed);
  if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!);
  return parsed;
}

function parse(text: string): ParsedYaml {
  const lines = new LineCounter();
  const beyond = whatIsBeyond(text);
  if (beyond !== null) return unreadable(beyond, lines);
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      // Where it is 'silent' a second document is passed over without a word. Nothing is logged here either way.
      logLevel: 'error',
      // Each key held against every other takes seconds for thousands; see `repeatedKeys`.
      uniqueKeys: false,
    });
    if (document.errors.some(({ message }) => message.includes('call stack'))) return unreadable(tooDeep, lines);
    const problemsOf = (errors: readonly YAMLError[], isWarning: boolean) =>
      errors.slice(0, mostProblems).map(({ message, code, pos: [from, to] }) => ({
        message: code === 'MULTIPLE_DOCS' ? secondDocument : message,
        code,
        isWarning,
        from,
        to,
      }));
    return {
      root: document.contents as Node | null,
      problems: [
        ...problemsOf(document.errors, false),
        ...problemsOf(document.warnings, true),
        ...repeatedKeys(document.contents as Node | null),
      ],
      lines,
    };
  } catch {
    return unreadable(tooDeep, lines);
  }
}

const secondDocument =
  'A second YAML document begins here, and a playbook is one: remove it, or the "---" or "..." before it';
const tooDeep = 'The playbook is nested too deeply to be read';

function unreadable(message: string, lines: LineCounter): ParsedYaml {
  return { root: null, problems: [{ message, code: 'BEYOND_LIMITS', isWarning: false, from: 0, to: 1 }], lines };
}

/** Null: it may be parsed. */
function whatIsBeyond(text: string): string | null {
  if (text.length > maxLength) return `The playbook is larger than ${maxLength / 1024} kB`;
  let tokens = 0;
  let inBrackets = 0;
  let onLine = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > maxTokens) return 'The playbook has too many settings to be read';
    if (token === '[' || token === '{') inBrackets += 1;
    else if (token === ']' || token === '}') inBrackets = Math.max(0, inBrackets - 1);
    else if (token === '-' || token === '?') onLine += 1;
    else if (token === '\n' || token === '\r\n') onLine = 0;
    if (inBrackets > maxDepth || onLine > maxDepth) return tooDeep;
  }
  return null;
}

const twice = (key: string) => `"${key.slice(0, 80)}" stands here twice: remove one of the two`;

function repeatedKeys(root: Node | null): YamlProblem[] {
  const repeated: YamlProblem[] = [];
  visit(root, {
    Map(_key, map) {
      const seen = new Set<string>();
      for (const { key } of (map as YAMLMap<Node, Node | null>).items as Pair<Node, Node | null>[]) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const [from, to] = key.range ?? [0, 1];
        if (seen.has(name)) repeated.push({ message: twice(name), code: 'DUPLICATE_KEY', isWarning: false, from, to });
        seen.add(name);
      }
      return repeated.length > mostProblems ? visit.BREAK : undefined;
    },
  });
  return repeated.slice(0, mostProblems);
}
