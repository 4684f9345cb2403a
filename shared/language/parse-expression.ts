import { joinOperands, negate } from '../expression-tree.ts';
import type { Condition, Expression, Group, Span } from '../playbook.ts';
import { maxConditions } from './problem.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';

const maxDepth = 20;

/** Reads one condition at the cursor, or reports what is wrong and answers null. */
export type ReadCondition = (cursor: TokenCursor) => Condition | null;

/** Conditions with AND, OR, NOT and parentheses. Where each condition stands is kept for whoever judges it later. */
export class ExpressionReader {
  readonly spans = new Map<Condition, Span>();
  readonly #cursor: TokenCursor;
  readonly #readCondition: ReadCondition;
  #conditions = 0;
  #depth = 0;

  constructor(cursor: TokenCursor, readCondition: ReadCondition) {
    this.#cursor = cursor;
    this.#readCondition = readCondition;
  }

  /** Null when something could not be read; reading goes on to find the mistakes after it. */
  read(): Expression | null {
    const cursor = this.#cursor;
    const operands: (Expression | null)[] = [];
    let kind: Group['kind'] | null = null;
    let isMixed = false;
    for (;;) {
      operands.push(this.#readOperand());
      if (this.#isOver()) break;
      if (!isConnective(cursor)) {
        operands.push(null);
        this.#reportUnexpected();
        this.#skip();
        if (this.#isOver()) break;
      }
      const joint = cursor.next();
      const wanted = joint.text.toLowerCase() === 'or' ? 'or' : 'and';
      kind ??= wanted;
      if (wanted !== kind && !isMixed) {
        isMixed = true;
        cursor.report('AND and OR stand side by side, which can be read in two ways', joint.span, {
          suggestion: 'parentheses around what belongs together: "a AND (b OR c)" or "(a AND b) OR c"',
        });
      }
    }
    const complete = operands.filter((operand) => operand !== null);
    return isMixed || complete.length < operands.length ? null : joinOperands(kind ?? 'and', complete);
  }

  #readOperand(): Expression | null {
    const cursor = this.#cursor;
    let isNegated = false;
    while (cursor.takeWord('not')) isNegated = !isNegated;
    const first = cursor.peek();
    const expression = cursor.isSymbol('(') ? this.#readGroup() : this.#readOne();
    if (expression === null) {
      this.#skip();
      return null;
    }
    if (!isNegated) return expression;
    const negated = negate(expression);
    const span = this.spans.get(expression as Condition) ?? first.span;
    this.spans.set(negated as Condition, span);
    return negated;
  }

  #readOne(): Condition | null {
    const cursor = this.#cursor;
    const first = cursor.peek();
    const condition = this.#readCondition(cursor);
    this.#conditions += 1;
    if (this.#conditions > maxConditions) {
      cursor.at = cursor.tokens.length - 1;
      return cursor.report(`A definition has at most ${maxConditions} conditions`, first.span, {
        suggestion: '"is one of (a, b)" for conditions on one and the same property',
      });
    }
    if (condition !== null) this.spans.set(condition, spanFrom(first, cursor.peek(-1)));
    return condition;
  }

  #readGroup(): Expression | null {
    const cursor = this.#cursor;
    const open = cursor.next();
    if (this.#depth === maxDepth) {
      cursor.at = cursor.tokens.length - 1;
      return cursor.report(`Parentheses stand at most ${maxDepth} deep`, open.span, {
        suggestion: 'the same without parentheses around parentheses',
      });
    }
    this.#depth += 1;
    const inner = this.read();
    this.#depth -= 1;
    if (!cursor.takeSymbol(')') && this.#conditions <= maxConditions && cursor.problems.length === 0) {
      return cursor.report('This parenthesis is never closed', open.span, { suggestion: '")"' });
    }
    return inner;
  }

  #isOver(): boolean {
    return this.#cursor.isEnd() || (this.#depth > 0 && this.#cursor.isSymbol(')'));
  }

  #reportUnexpected(): void {
    const cursor = this.#cursor;
    const token = cursor.peek();
    if (cursor.isSymbol(')'))
      cursor.report('This parenthesis closes nothing', token.span, { suggestion: 'the sentence without it' });
    else cursor.report(`AND is missing before ${describeToken(token)}`, token.span, { suggestion: 'AND' });
  }

  /** To the next AND or OR of this level, or the end of it. */
  #skip(): void {
    const cursor = this.#cursor;
    let inner = 0;
    while (!cursor.isEnd()) {
      if (inner === 0 && (isConnective(cursor) || (this.#depth > 0 && cursor.isSymbol(')')))) return;
      if (cursor.isSymbol('(')) inner += 1;
      if (cursor.isSymbol(')') && inner > 0) inner -= 1;
      cursor.next();
    }
  }
}

function isConnective(cursor: TokenCursor): boolean {
  return cursor.isWord('and') || cursor.isWord('or');
}
