import { checkConfiguration } from '../../scripts/hubspot-check/check-configuration.ts';
import { readProject } from '../../scripts/hubspot-check/project.ts';
import { repository } from './source-files.ts';

it.each(['oauth', 'static'] as const)(
  'the HubSpot project agrees with shared code and backend (%s)',
  async (variant) => {
    const project = await readProject(repository, 'example');
    expect(checkConfiguration(project, variant, repository)).toEqual([]);
  },
);

it('offers the four actions of the product, each in contact workflows', async () => {
  const { components } = await readProject(repository, 'example');
  const actions = components.filter(({ type }) => type === 'workflow-action');
  expect(actions.map(({ config }) => [config.actionUrl, config.objectTypes])).toEqual(
    ['assign-owner', 'compute-pql-score', 'return-to-marketing', 'send-slack-handoff'].map((name) => [
      `https://zo.example.com/hubspot/actions/${name}`,
      ['CONTACT'],
    ]),
  );
});
