import { handoffStatuses, isOpen } from '../../../backend/handoff/handoff.ts';
import { endsOf, type Move, type MoveRow, moves, refusalOf, statusWords } from '../../../backend/handoff/moves.ts';

const rows = Object.entries<MoveRow>(moves) as [Move, MoveRow][];
const ends = rows.flatMap(([move, { ways }]) => ways.map((way) => [move, ...endsOf(way)] as const));

it('only undoing "not a fit" leads out of what is over', () => {
  expect(new Set(ends.filter(([, from]) => !isOpen(from)).map(([move]) => move))).toEqual(new Set(['undo']));
});

it('every status is reached from where a handoff begins, and every open one may be left', () => {
  const reached = new Set(['waiting', 'in_review']);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const [, from, to] of ends) if (reached.has(from)) reached.add(to);
  }
  expect([...reached].toSorted()).toEqual([...handoffStatuses].toSorted());
  const left = new Set(ends.filter(([, from, to]) => from !== to).map(([, from]) => from));
  expect(handoffStatuses.filter((status) => isOpen(status) && !left.has(status))).toEqual([]);
});

it('a move is refused with the words of where the handoff stands, and from nowhere else', () => {
  for (const [move, { ways }] of rows) {
    const from = new Set(ways.map((way) => endsOf(way)[0]));
    for (const status of handoffStatuses) {
      expect(refusalOf(move, { status })).toBe(from.has(status) ? null : statusWords[status]);
    }
  }
});
