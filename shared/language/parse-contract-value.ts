import type { ContractValueRule } from '../playbook.ts';
import type { Parsed } from './problem.ts';
import { describeToken, spanFrom, TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

const most = 1_000_000_000;
const example = '"120 per employee", or a plain number such as "15000"';

/** "120 per employee", "15000", "1,200 per employee": what a company is expected to pay a year, in the account's currency. */
export function parseContractValue(source: string): Parsed<ContractValueRule> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  const amount = problems.length > 0 ? null : readAmount(cursor);
  if (amount === null) return { ok: false, problems };
  const next = cursor.peek();
  const isPerEmployee = cursor.takePhrase(['per', 'employee']) || cursor.takePhrase(['for', 'each', 'employee']);
  if (!cursor.isEnd()) {
    const wrong = isPerEmployee ? cursor.peek() : next;
    const message = isPerEmployee ? 'Nothing more can follow, but here is' : '"per employee" is missing before';
    cursor.report(`${message} ${describeToken(wrong)}`, wrong.span, { suggestion: example });
    return { ok: false, problems };
  }
  const per = isPerEmployee ? 'employee' : 'company';
  return { ok: true, value: { amount, per, text: `${amount}${isPerEmployee ? ' per employee' : ''}` } };
}

/** Commas may stand between groups of three digits, and nowhere else. */
function readAmount(cursor: TokenCursor): number | null {
  const first = cursor.next();
  if (first.kind !== 'number') {
    return cursor.report(`An amount is missing before ${describeToken(first)}`, first.span, { suggestion: example });
  }
  let last = first;
  while (cursor.isSymbol(',')) {
    const comma = cursor.next();
    last = cursor.next();
    const isGrouped = last.kind === 'number' && comma.start === cursor.peek(-3).end && last.start === comma.end;
    if (!isGrouped) return cursor.report('A comma only groups digits here', comma.span, { suggestion: example });
  }
  const text = cursor.textBetween(first, last);
  const span = spanFrom(first, last);
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(text)) {
    return cursor.report(`"${text.slice(0, 40)}" is not an amount`, span, { suggestion: example });
  }
  const amount = Number(text.replaceAll(',', ''));
  if (amount > 0 && amount <= most) return amount;
  return cursor.report(`An amount is more than 0 and at most ${most}`, span, { suggestion: example });
}
