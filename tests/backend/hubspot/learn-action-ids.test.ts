import { learnActionIds } from '../../../backend/hubspot/learn-action-ids.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { portalState } from '../../support/handoffs.ts';

const { portal } = portalState();

it('a call of an older version, from a workflow made earlier, does not bring that version back', async () => {
  const store = await openSqliteStore(':memory:');
  await store.savePortal(portal);
  const learn = learnActionIds(store, () => 1);
  const known = async () => {
    const ids = (await store.setting(portal.portalId, 'action ids')) as Record<string, object>;
    return ids['assign-owner'];
  };
  for (const [actionDefinitionVersion, version] of [
    [3, 3],
    [4, 4],
    [3, 4],
  ]) {
    await learn(portal.portalId, 'assign-owner', { actionDefinitionId: '77', actionDefinitionVersion });
    expect(await known()).toEqual({ definitionId: '77', version });
  }
  await learn(portal.portalId, 'assign-owner', { actionDefinitionId: '90', actionDefinitionVersion: 1 });
  expect(await known()).toEqual({ definitionId: '90', version: 1 });
  await store.close();
});
