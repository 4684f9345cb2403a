import type { Readiness } from '@zo/shared';
import { nearMissTable } from '../../../backend/home/near-miss-table.ts';
import type { NamedPerson, NearMiss } from '../../../backend/store/home-store.ts';
import { expressionOf } from '../../support/definitions.ts';
import { now } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const definition = {
  ...acmePlaybook().definition,
  expression: expressionOf('zo_pql_score >= 50 AND zo_company_active_users >= 2'),
};

/** Whose score is all that is missing. */
function scoring(personId: number, score: number): NearMiss {
  const conditions = [
    { text: 'zo_pql_score >= 50', verdict: 'not met', actual: score, needed: '50' },
    { text: 'zo_company_active_users >= 2', verdict: 'met', actual: 3, needed: '2' },
  ];
  return { personId, score, readiness: { conditions, conditionsMissing: 1 } as unknown as Readiness };
}

/** Whose company is all that is missing. */
function alone(personId: number, score: number): NearMiss {
  const conditions = [
    { text: 'zo_pql_score >= 50', verdict: 'met', actual: score, needed: '50' },
    { text: 'zo_company_active_users >= 2', verdict: 'not met', actual: 1, needed: '2' },
  ];
  return { personId, score, readiness: { conditions, conditionsMissing: 1 } as unknown as Readiness };
}

function idsOf(nearMisses: NearMiss[], most = 500) {
  const people = new Map(
    nearMisses.map(({ personId }): [number, NamedPerson] => [
      personId,
      { personId, name: `Person ${personId}`, companyName: null, contactId: null, lastActiveAt: null },
    ]),
  );
  const { rows, isCut } = nearMissTable({ nearMisses, people, definition, most, asOf: now });
  return { ids: rows.map(({ id }) => Number(id)), isCut };
}

it('the one who lacks the smallest share of the one thing comes first, whatever their score', () => {
  // By score alone it would be 2, 1, 3.
  expect(idsOf([alone(2, 90), scoring(1, 45), scoring(3, 10)]).ids).toEqual([1, 2, 3]);
});

it('of those as near as one another the higher score comes first, then whoever was there first', () => {
  expect(idsOf([alone(3, 60), alone(2, 60), alone(1, 70)]).ids).toEqual([1, 2, 3]);
});

it('is cut where as many were found as were looked for', () => {
  expect(idsOf([alone(1, 60), alone(2, 60)], 2).isCut).toBe(true);
  expect(idsOf([alone(1, 60)], 2).isCut).toBe(false);
});
