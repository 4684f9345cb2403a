import { firstRunTitles, recipes } from '@zo/shared';
import { read } from './source-files.ts';

const page = read('docs/first-run.md');

it('docs/first-run.md has the steps as the settings call them, in their order', () => {
  const headings = [...page.matchAll(/^## (\d)\. (.+)$/gm)].map(([, number, title]) => `${number}. ${title}`);
  expect(headings).toEqual(Object.values(firstRunTitles).map((title, index) => `${index + 1}. ${title}`));
});

it('it names the buttons that are there', () => {
  const sources = ['SetUpTab', 'StepAction', 'SendEvents', 'StarterPlaybook', 'ProvisionStep', 'TestAlertStep']
    .map((name) => read(`hubspot-project/app/settings/set-up/${name}.tsx`))
    .concat(
      read('hubspot-project/app/settings/slack/ConnectSlack.tsx'),
      read('hubspot-project/app/settings/frame/Settings.tsx'),
    )
    .join('\n');
  const named = [...page.matchAll(/\*\*(.+?)\*\*/gs)].map(([, name]) => name!.replaceAll('\n', ' '));
  expect(named.length).toBeGreaterThan(10);
  for (const name of named) expect([name, sources.includes(name)]).toEqual([name, true]);
});

it('there is a recipe for each of Segment, RudderStack and PostHog, as SDK and as webhook destination', () => {
  const labels = recipes.map(({ label }) => label);
  for (const tool of ['Segment', 'RudderStack', 'PostHog']) {
    expect(page).toContain(tool);
    for (const way of ['SDK', 'webhook destination']) {
      expect([tool, way, labels.some((label) => label.startsWith(tool) && label.includes(way))]).toEqual([
        tool,
        way,
        true,
      ]);
    }
  }
});
