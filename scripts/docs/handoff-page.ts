/** What docs/handoff.md shows of the program: the state machine drawn, its words, and who may do what. */
import { contactProperties, type Playbook, plainRouting, termsOf } from '@zo/shared';
import type { Command } from '../../backend/handoff/commands/command.ts';
import { refusedTo } from '../../backend/handoff/commands/who-may.ts';
import { type HandoffStatus, handoffStatuses, isOpen } from '../../backend/handoff/handoff.ts';
import { endsOf, type MoveRow, moves, statusWords } from '../../backend/handoff/moves.ts';
import { code, table } from './markdown.ts';

const handedOff: HandoffStatus[] = ['assigned', 'alerted', 'snoozed', 'breached', 'engaged'];
const rows = Object.entries<MoveRow>(moves);

/** A move that leads to one place from wherever sales has it is drawn once, from all of them together. */
export function stateDiagram(): string {
  const arrows = new Map<string, string[]>();
  const draw = (from: string, to: string, move: string) => {
    const arrow = `${from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), move]);
  };
  for (const [move, { ways }] of rows) {
    const ends = ways.map(endsOf).filter(([from, to]) => from !== to);
    const [[, target] = [null, null]] = ends;
    const isFromAll = handedOff.every((status) => ends.some(([from, to]) => from === status && to === target));
    if (isFromAll) draw('sales', target!, move);
    for (const [from, to] of ends) if (!isFromAll || !handedOff.includes(from)) draw(from, to, move);
  }
  const lines = [...arrows].map(([arrow, names]) => `${arrow}: ${names.join(', ')}`);
  const isWithin = (line: string) => {
    const [from, to] = line.split(/ --> |: /);
    return [from, to].every((end) => handedOff.some((status) => status === end));
  };
  return [
    '```mermaid',
    'stateDiagram-v2',
    '    direction TB',
    '    [*] --> in_review: crossing, the review rule holds',
    '    [*] --> waiting: crossing',
    '    state "with sales" as sales {',
    ...lines.filter(isWithin).map((line) => `        ${line}`),
    '    }',
    ...lines.filter((line) => !isWithin(line)).map((line) => `    ${line}`),
    ...handoffStatuses.filter((status) => !isOpen(status)).map((status) => `    ${status} --> [*]`),
    '```',
  ].join('\n');
}

/** HubSpot's labels, and what whoever asks for something that no longer goes is told. */
export function statusTable(): string {
  const options = contactProperties.find(({ name }) => name === 'zo_handoff_status')?.options ?? [];
  return table(
    ['status', 'in HubSpot', 'in words', 'open'],
    handoffStatuses.map((status) => [
      code(status),
      options.find(({ value }) => value === status)?.label ?? '',
      statusWords[status],
      isOpen(status) ? 'yes' : 'no',
    ]),
  );
}

export function moveTable(): string {
  return table(
    ['move', 'from', 'to', 'by'],
    rows.map(([move, { ways, by }]) => {
      const ends = ways.map(endsOf);
      const from = [...new Set(ends.map(([one]) => one))];
      const to = [...new Set(ends.flatMap(([one, other]) => (one === other ? [] : [other])))];
      return [move, from.map(code).join(', '), to.length === 0 ? 'as it is' : to.map(code).join(', '), by];
    }),
  );
}

const asked: Record<Command['kind'], string> = {
  accept: '"I\u2019m on it"',
  claim: 'claim it',
  call: '"Called"',
  snooze: 'snooze',
  return: 'return it',
  keep: '"Keep", asked before a return',
  'not a fit': 'not a fit',
  'wrong person': 'wrong person, on the card',
  undo: 'undo "not a fit"',
  reassign: 'give it to another AE, on the card',
  approve: 'approve',
  reject: 'reject',
};

/** As the program answers it, for one AE's handoff, an overdue one and one that nobody has. */
export function rightsTable({ handoff }: Pick<Playbook, 'handoff'>): string {
  const [owner, colleague] = handoff.owners as [string, string];
  const [manager, reviewer, operator] = ['manager@acme.test', 'reviewer@acme.test', 'operator@acme.test'];
  const terms = { ...termsOf(plainRouting, owner), manager };
  const rules = {
    playbook: {
      handoff: { ...handoff, routing: { ...plainRouting, owners: { [owner]: terms } } },
      review: reviewedBy(reviewer),
    },
    operators: [operator],
  };
  const theirs = { owner: { id: '1', email: owner, name: owner, setByUs: true, reason: '' }, breachedAt: null };
  const cases = {
    'in time': theirs,
    overdue: { ...theirs, breachedAt: 1 },
    'nobody\u2019s': { ...theirs, owner: null },
  };
  const cell = (command: Command['kind'], email: string) => {
    const may = Object.entries(cases).filter(([, one]) => refusedTo(email, command, one, rules) === null);
    const names = may.map(([name]) => name);
    if (names.length === 0) return '';
    return names.includes('in time') ? 'yes' : `when ${names.join(' or ')}`;
  };
  const people = [owner, colleague, manager, reviewer, operator];
  return table(
    ['', 'the AE who has it', 'another AE', 'the AE\u2019s manager', 'a named reviewer', 'an operator'],
    (Object.keys(asked) as Command['kind'][]).map((kind) => [asked[kind], ...people.map((email) => cell(kind, email))]),
  );
}

function reviewedBy(reviewer: string): Playbook['review'] {
  const when = { kind: 'personal email domain', is: true } as const;
  return {
    when,
    text: '',
    channel: null,
    expectedContractValue: { amount: 1, per: 'company', text: '' },
    reviewers: [reviewer],
    escalateAfterMinutes: null,
  };
}
