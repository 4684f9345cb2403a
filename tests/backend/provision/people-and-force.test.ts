import { listArtefact, propertyArtefact, workflowArtefact } from '../../../backend/provision/artefact.ts';
import { findOwner, ownerRefusals } from '../../../backend/provision/check-owners.ts';
import { stageRefusals } from '../../../backend/provision/check-stages.ts';
import { forceOf, unknownForces } from '../../../backend/provision/force.ts';

const maria = { id: '1', email: 'maria@acme.test', name: 'Maria Lopez', active: true };
const tom = { id: '2', email: 'tom@acme.test', name: 'Tom Becker', active: false };

describe('an owner of the playbook', () => {
  it.each([
    ['maria@acme.test', 'active', 'Maria Lopez', null, []],
    ['tom@acme.test', 'inactive', 'Tom Becker', null, ['owner tom@acme.test is deactivated in HubSpot']],
    [
      'mario@acme.test',
      'unknown',
      null,
      'maria@acme.test',
      ['owner mario@acme.test is not an owner in HubSpot (did you mean maria@acme.test?)'],
    ],
    [
      'maria@acme.tset',
      'unknown',
      null,
      'maria@acme.test',
      ['owner maria@acme.tset is not an owner in HubSpot (did you mean maria@acme.test?)'],
    ],
    ['zoe@acme.test', 'unknown', null, null, ['owner zoe@acme.test is not an owner in HubSpot']],
    ['q@other.test', 'unknown', null, null, ['owner q@other.test is not an owner in HubSpot']],
  ])('%s is %s', (email, hubspot, name, nearest, refusals) => {
    const found = findOwner(email, [maria, tom], { slack: 'found', slackName: 'maria' });
    expect(found).toEqual({ email, hubspot, name, nearest, slack: 'found', slackName: 'maria' });
    expect(ownerRefusals([found])).toEqual(refusals);
  });

  it('who was deactivated and invited anew is active', () => {
    expect(findOwner('tom@acme.test', [tom, { ...tom, id: '3', active: true }], { slack: 'absent' }).hubspot).toBe(
      'active',
    );
  });
});

describe('the lifecycle stages', () => {
  const stages = [
    { value: 'lead', label: 'Lead' },
    { value: 'marketingqualifiedlead', label: 'Marketing Qualified Lead' },
    { value: '48151623', label: 'Sales-Qualified Lead' },
  ];

  it('that a handoff sets must be there; the nearest is named by its label and value', () => {
    expect(stageRefusals({ return: null }, stages)).toEqual([
      'there is no lifecycle stage salesqualifiedlead in HubSpot (the nearest is "Sales-Qualified Lead", 48151623)',
    ]);
  });

  it('that a return sets must be there only with a return rule', () => {
    const sql = { value: 'salesqualifiedlead', label: 'SQL' };
    const rule = { when: [] as never, channel: null, text: '', higherBar: 0 };
    expect(stageRefusals({ return: null }, [sql])).toEqual([]);
    expect(stageRefusals({ return: rule }, [sql])).toEqual([
      expect.stringContaining('no lifecycle stage marketingqualifiedlead'),
    ]);
  });

  it('that HubSpot does not show say nothing', () => {
    expect(stageRefusals({ return: null }, null)).toEqual([]);
  });
});

describe('--force', () => {
  const zoPlan = propertyArtefact({ object: 'contact', name: 'zo_plan' });
  const handoff = workflowArtefact('handoff');

  it.each([
    ['zo_plan', zoPlan, true],
    ['contact zo_plan', zoPlan, true],
    ['company zo_plan', zoPlan, false],
    ['Zo | SQL handoff', handoff, true],
    ['workflow "Zo | SQL handoff"', handoff, true],
    ['Zo | SQL', handoff, false],
  ])('"%s" names %o: %s', (name, artefact, isNamed) => {
    expect(forceOf([name])(artefact)).toBe(isNamed);
  });

  it('of a name that is nobody’s is refused with the nearest', () => {
    expect(unknownForces(['zo_plan', 'Zo | SQL hand-off'], [zoPlan, handoff, listArtefact('Zo | SQL ready')])).toEqual([
      '--force "Zo | SQL hand-off" names nothing of ours (did you mean "Zo | SQL handoff"?)',
    ]);
  });
});
