import fc from 'fast-check';
import { type AssignQuestion, assignOwner } from '../../../backend/handoff/assign.ts';
import type { Ledger } from '../../../backend/handoff/routing/fairness.ts';
import type { Standing } from '../../../backend/handoff/routing/standing.ts';
import { askedWho, lee, maria, tom } from '../../support/handoffs.ts';

const nobody = { id: '79', email: 'gone@acme.test', name: 'Gone', active: false };

function question(change: Partial<AssignQuestion> = {}): AssignQuestion {
  return {
    presentOwnerId: null,
    companyOwnerId: null,
    pool: [maria.email, tom.email, lee.email],
    owners: [lee, nobody, maria, tom],
    rotation: 0,
    named: null,
    ...change,
  };
}

const rotated = { assigned: true, setByUs: true, reason: 'next in rotation' };

describe('who gets a handoff, by contact, open handoff and turns alone,', () => {
  it.each<[string, Partial<AssignQuestion>, object]>([
    ['the first of the rotation', {}, { ...rotated, owner: maria }],
    ['the next of the rotation', { rotation: 4 }, { ...rotated, owner: tom }],
    [
      'whoever owns the contact, out of turn',
      { presentOwnerId: lee.id, companyOwnerId: tom.id, rotation: 4 },
      { assigned: true, setByUs: false, owner: lee, reason: 'already owns the contact' },
    ],
    [
      'the AE of an open handoff at the company, out of turn',
      { companyOwnerId: tom.id },
      { assigned: true, setByUs: true, owner: tom, reason: 'has an open handoff at the company' },
    ],
    [
      'not an owner who has left',
      { presentOwnerId: nobody.id, companyOwnerId: nobody.id },
      { ...rotated, owner: maria },
    ],
    ['only those of the pool who are active', { pool: [nobody.email, lee.email] }, { ...rotated, owner: lee }],
    [
      'whom the workflow names by e-mail, over everybody else',
      { named: 'Tom@Acme.test', presentOwnerId: lee.id },
      { assigned: true, setByUs: true, owner: tom, reason: 'named by the workflow' },
    ],
    [
      'whom the workflow names by id, with nothing to set when it is theirs already',
      { named: lee.id, presentOwnerId: lee.id },
      { assigned: true, setByUs: false, owner: lee, reason: 'named by the workflow' },
    ],
    [
      'nobody when the named one is not active',
      { named: nobody.email },
      { assigned: false, reason: 'The owner "gone@acme.test" is not an active HubSpot owner.' },
    ],
    [
      'nobody when nobody of the pool is active',
      { pool: [nobody.email] },
      { assigned: false, reason: 'None of the playbook’s owners is an active HubSpot owner.' },
    ],
    ['nobody when the pool is empty', { pool: [] }, { assigned: false, reason: expect.stringContaining('None') }],
  ])('is %s', (_who, change, expected) => expect(assignOwner(question(change))).toMatchObject(expected));

  it('goes on where the rotation stood, and where all are equal it is a rotation: nobody is more than one ahead', () => {
    const emails = fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(emails, fc.nat(60), fc.nat(1000), (ids, assignments, rotation) => {
        const owners = ids.map((id) => ({ id: `${id}`, email: `ae${id}@acme.test`, name: `AE ${id}`, active: true }));
        const given = new Map(owners.map(({ id }) => [id, 0]));
        const turns: string[] = [];
        let ledger: Ledger = {};
        for (let index = 0; index < assignments; index += 1) {
          const answer = assignOwner(askedWho({ pool: owners.map(({ email }) => email), owners, rotation, ledger }));
          if (!answer.assigned) throw new Error(answer.reason);
          given.set(answer.owner.id, given.get(answer.owner.id)! + 1);
          ledger = answer.turn!.after;
          turns.push(answer.owner.id);
        }
        const counts = [...given.values()];
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        const inRotation = turns.map((_id, index) => owners[(rotation + index) % owners.length]!.id);
        expect(turns).toEqual(inRotation);
      }),
    );
  });
});

describe('when nobody may get it', () => {
  const there = { weight: 1, away: null, outside: null };
  const back = (backAt: number, change: Partial<Standing> = {}) => ({ ...there, away: 'away', backAt, ...change });

  it.each<[string, Partial<AssignQuestion>, number | null]>([
    ['the first of them is back', { standings: { [maria.email]: back(30), [tom.email]: back(20) } }, 20],
    [
      'the first is back in whose territory it is',
      { standings: { [maria.email]: back(30), [tom.email]: back(20, { outside: 'outside' }) } },
      30,
    ],
    [
      'the first is back who has not had it',
      { notAgain: [tom.id], standings: { [maria.email]: back(30), [tom.email]: back(20) } },
      30,
    ],
    [
      'nothing is known: a cap of open ones and a territory decide',
      {
        standings: { [maria.email]: { ...there, away: 'has 9 open' }, [tom.email]: { ...there, outside: 'outside' } },
      },
      null,
    ],
    ['nothing is known: HubSpot has none of them', { pool: [nobody.email], standings: {} }, null],
    ['nothing is known: the workflow named somebody', { named: nobody.email }, null],
  ])('it is tried again when %s', (_when, change, nextTryAt) => {
    expect(assignOwner(askedWho({ pool: [maria.email, tom.email], ...change }))).toMatchObject({
      assigned: false,
      nextTryAt,
    });
  });
});
