import { planLists } from '../../../backend/provision/plan-lists.ts';
import { listNames, zoLists } from '../../../backend/provision/zo-lists.ts';

const wanted = zoLists({ freePlans: ['free'], stagesBeforeSql: ['lead'] });

it('a list of our name whose members people choose is theirs, also when it is named', () => {
  const theirs = { id: '7', name: listNames.ready, filterBranch: null, isByHand: true };
  const lists = { [listNames.ready]: theirs, [listNames.near]: null };
  for (const isForced of [false, true]) {
    const { steps, asWanted } = planLists(wanted, { lists }, {}, () => isForced);
    expect(steps.map(({ act, artefact }) => `${act} ${artefact.name}`)).toEqual([
      `refuse ${listNames.ready}`,
      `create ${listNames.near}`,
    ]);
    expect(asWanted).toEqual([]);
  }
});
