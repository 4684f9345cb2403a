import { workflowsToCheck } from '../../../backend/drift/workflows-to-check.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { provisionedPlaybook } from '../../support/provisioner.ts';

const provisioned = { handoff: { flowId: '7', live: true }, return: { flowId: '8', live: true } };
const actionIdsSetting = 'compute-pql-score=1:1,assign-owner=2:1,send-slack-handoff=3:1,return-to-marketing=4:1';

it('a return workflow is compared as long as the playbook has a return rule', async () => {
  const store = await openSqliteStore(':memory:');
  const kindsWith = async (rule: typeof provisionedPlaybook.return | null) => {
    const state = portalState({ playbook: { ...acmePlaybook(), return: rule }, workflows: provisioned });
    await store.savePortal(state.portal);
    const gateway = { portalId: state.portal.portalId, actionTypes: async () => null };
    return (await workflowsToCheck({ store, actionIdsSetting }, state, gateway)).map(({ kind }) => kind);
  };
  expect(await kindsWith(provisionedPlaybook.return)).toEqual(['handoff', 'return']);
  expect(await kindsWith(null)).toEqual(['handoff']);
  await store.close();
});
