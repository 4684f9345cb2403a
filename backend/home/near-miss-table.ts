/** Who is one condition short, the nearest first: by the share of that one thing they still lack, then by score. Pure. */
import {
  clausesOf,
  type Definition,
  distanceOf,
  type HomeColumn,
  labelOfClause,
  lackingWords,
  type Readiness,
} from '@zo/shared';
import type { NearMiss } from '../store/home-store.ts';
import type { People } from './handoff-tables.ts';
import type { WholeTable } from './table.ts';

const columns: HomeColumn[] = [
  { key: 'person', label: 'Person', kind: 'text' },
  { key: 'company', label: 'Company', kind: 'text' },
  { key: 'missing', label: 'Missing', kind: 'text' },
  { key: 'score', label: 'Score', kind: 'number' },
  { key: 'active', label: 'Last active', kind: 'moment' },
  { key: 'condition', label: 'Condition', kind: 'text' },
];

export type NearMissQuestion = {
  nearMisses: readonly NearMiss[];
  people: People;
  definition: Definition;
  /** How many were asked for. */
  most: number;
  asOf: number;
};

export function nearMissTable({ nearMisses, people, definition, most, asOf }: NearMissQuestion): WholeTable {
  const rows = nearMisses
    .flatMap((nearMiss) => {
      const person = people.get(nearMiss.personId);
      const lacking = lackingOf(nearMiss.readiness, definition);
      return person === undefined || lacking === null ? [] : [{ ...nearMiss, person, ...lacking }];
    })
    .sort((one, other) => one.distance - other.distance || other.score - one.score || one.personId - other.personId)
    .map(({ personId, person, missing, score, label }) => ({
      id: String(personId),
      cells: [person.name, person.companyName, missing, score, person.lastActiveAt, label],
      contactId: person.contactId,
      handoffId: null,
    }));
  return { name: 'near-misses', columns, rows, isCut: nearMisses.length >= most, asOf };
}

/** A readiness of an earlier definition has its own sentence, and other places in it: it is known by its text alone. */
function lackingOf({ conditions }: Readiness, definition: Definition) {
  const index = conditions.findIndex(({ verdict }) => verdict !== 'met');
  const condition = conditions[index];
  if (condition === undefined) return null;
  const clause = clausesOf(definition.expression)[index];
  return {
    missing: lackingWords(condition),
    label: clause === undefined ? condition.text : labelOfClause(clause),
    distance: distanceOf(clause, condition),
  };
}
