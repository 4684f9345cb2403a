import type { Problem, Span } from '@zo/shared';
import { maxProblems, nearestName } from '@zo/shared';
import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node, type Scalar, type YAMLMap } from 'yaml';
import { parseYaml } from './parse-yaml.ts';

/** Every value of a playbook is text to us; `spanIn` finds where a piece of it stands in the file. */
export type SourceText = { text: string; span: Span; spanIn: (part: Span) => Span };

export type Entry = { key: string; keySpan: Span; value: Node | null };

const nextLine = { suggestion: '">" after the key, and the text on the lines below' };

/** A YAML file read into nodes that know their place. Problems of all readers gather here. */
export class YamlSource {
  readonly problems: Problem[] = [];
  readonly root: Node | null;
  /** The nodes are what was written, whatever the problems with them: what stands in them can be read for its own mistakes. */
  readonly isWhole: boolean;
  readonly #text: string;
  readonly #lines: LineCounter;

  /** Never throws: what cannot be read at all leaves `root` null and says why in `problems`. */
  constructor(file: string) {
    this.#text = file.replace(/^\uFEFF/, '');
    const { root, problems, lines } = parseYaml(this.#text);
    this.root = root;
    this.#lines = lines;
    this.isWhole = problems.every(({ code, isWarning }) => isWarning || code === 'DUPLICATE_KEY');
    for (const { message, code, from, to } of problems) {
      const span = this.#spanOfRange(from, to);
      // As in `definition: … is "a: b"`, which YAML takes for a setting within a setting.
      if (code === 'BLOCK_AS_IMPLICIT_KEY') this.report('A text with ": " in it cannot follow its key', span, nextLine);
      else this.report(firstSentence(message), span);
    }
  }

  report(message: string, span: Span, more: Pick<Problem, 'nearest' | 'suggestion'> = {}): null {
    this.problems.push({ message, span, ...more });
    return null;
  }

  #spanOfRange(start: number, end: number): Span {
    const { line, col } = this.#lines.linePos(start);
    const lineEnd = this.#text.indexOf('\n', start);
    const stop = Math.min(end, lineEnd === -1 ? this.#text.length : lineEnd);
    return { line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, stop - start) };
  }

  spanOf(node: Node | null | undefined): Span {
    const range = node?.range;
    return range ? this.#spanOfRange(range[0], range[1]) : { line: 1, column: 1, length: 1 };
  }

  /** The entries of a mapping. Keys that are not among `known` are reported and left out. */
  entries(node: Node | null, what: string, known: readonly string[] | null): Map<string, Entry> {
    const found = new Map<string, Entry>();
    if (!isMap(node)) {
      this.report(`${what} must be a list of "name: value" lines`, this.spanOf(node));
      return found;
    }
    for (const pair of (node as YAMLMap<Node, Node | null>).items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const keySpan = this.spanOf(pair.key);
      if (known !== null && !known.includes(key)) {
        if (this.problems.length > maxProblems) continue;
        const nearest = nearestName(key, known);
        this.report(`${what} has no setting "${key.slice(0, 80)}"`, keySpan, {
          ...(nearest === null ? {} : { nearest }),
          suggestion: `one of: ${known.join(', ')}`,
        });
        continue;
      }
      found.set(key, { key, keySpan, value: pair.value });
    }
    return found;
  }

  /** The text of the entry with this key; null when there is no such entry. */
  textAt(entries: ReadonlyMap<string, Entry>, key: string): SourceText | null {
    const entry = entries.get(key);
    return entry === undefined ? null : this.textOf(entry);
  }

  /** The text of an entry. Nothing written, or something that is not text, is reported. */
  textOf(entry: Entry): SourceText | null {
    const text = this.text(entry.value, entry.key);
    if (text !== null || (entry.value !== null && !isEmpty(entry.value))) return text;
    return this.report(`"${entry.key}" has no value`, entry.keySpan, this.#isCommentedOut(entry) ? inQuotes : {});
  }

  /** The texts of a list; a single text is a list of one. */
  textsOf(entry: Entry): SourceText[] {
    const { value, key } = entry;
    if (isSeq(value))
      return value.items.flatMap((item) => this.text(item as Node | null, `An item of "${key}"`, true) ?? []);
    const text = this.textOf(entry);
    return text === null ? [] : [text];
  }

  /** Null for an empty scalar; anything but a scalar is reported. */
  text(node: Node | null, what: string, mustBeThere = false): SourceText | null {
    if (isEmpty(node)) {
      return mustBeThere ? this.report(`${what} is empty`, this.spanOf(node), inQuotes) : null;
    }
    if (isAlias(node)) return this.report('Aliases (*) cannot be used in a playbook', this.spanOf(node));
    if (!isScalar(node)) return this.report(`${what} must be text`, this.spanOf(node));
    return this.#sourceText(node);
  }

  /** The text as it stands in the file, so that positions in it are positions in the file, whatever the line folding. */
  #sourceText(node: Scalar): SourceText {
    const span = this.spanOf(node);
    const [start, end] = node.range ?? [0, 0, 0];
    const raw = this.#text.slice(start, end);
    if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') {
      const header = raw.indexOf('\n') + 1;
      return this.#exactText(raw.slice(header), start + header);
    }
    if (node.type === 'PLAIN') return this.#exactText(raw, start);
    const inner = raw.slice(1, -1);
    if (inner === node.value) return this.#exactText(inner, start + 1);
    return { text: String(node.value), span, spanIn: () => span };
  }

  #exactText(text: string, start: number): SourceText {
    const base = this.#lines.linePos(start);
    const spanIn = (part: Span): Span => ({
      line: base.line + part.line - 1,
      column: part.line === 1 ? base.col + part.column - 1 : part.column,
      length: part.length,
    });
    const blank = text.length - text.trimStart().length;
    return { text, span: this.#spanOfRange(start + blank, start + text.trimEnd().length), spanIn };
  }

  /** `channel: #sales` is a comment to YAML, which surprises people. */
  #isCommentedOut(entry: Entry): boolean {
    const line = this.#text.split('\n', entry.keySpan.line)[entry.keySpan.line - 1] ?? '';
    return /:\s+#/.test(line.slice(entry.keySpan.column - 1));
  }
}

const inQuotes = { suggestion: 'quotes around a value that begins with #' };

export function isEmpty(node: Node | null | undefined): boolean {
  return node === null || node === undefined || (isScalar(node) && (node.value === null || node.value === ''));
}

function firstSentence(message: string): string {
  return message.split('\n')[0]!.replace(/:$/, '').slice(0, 200);
}
