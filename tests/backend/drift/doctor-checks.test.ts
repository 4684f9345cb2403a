import { driftChecks } from '../../../backend/drift/doctor-checks.ts';

it('a workflow that somebody changed is told with both ways out: to restore it, and to keep the change', () => {
  const [check] = driftChecks({
    at: 1_000,
    workflows: [
      {
        kind: 'handoff',
        name: 'Zo | SQL handoff',
        state: 'differs',
        flowId: '7',
        differences: ['HubSpot asks for zo_pql_score >= 40, the playbook for zo_pql_score >= 50'],
        since: 1_000,
      },
    ],
    writers: [],
  } as unknown as Parameters<typeof driftChecks>[0]);
  expect(check).toMatchObject({ state: 'problem' });
  expect(check!.remedy).toContain('`zo drift --restore`');
  expect(check!.remedy).toContain('make the playbook say the same');
  expect(check!.remedy).toContain('`zo playbook apply FILE`');
});
