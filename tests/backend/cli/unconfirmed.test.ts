import { describeUnconfirmed } from '../../../backend/cli/unconfirmed.ts';
import { namePortal } from '../../../backend/portals/name-portal.ts';
import { printAsRun } from '../../../backend/text/commands-as-run.ts';

it('says how each is settled as whoever reads it runs it, in the portal they asked about', () => {
  const item = {
    key: 'note:1',
    what: 'Note',
    handoffId: null,
    person: null,
    place: { in: 'operators' },
    placeWords: 'the operators',
    since: 0,
    reason: 'no answer',
    howToLook: 'look in Slack',
    takesLink: false,
  } as const;
  const told = describeUnconfirmed({ unconfirmed: [item], isMore: false }, 'UTC');
  const shown = printAsRun(namePortal(told, 7), 'npm run zo --');
  for (const verb of ['there KEY [--link URL]', 'post KEY', 'leave KEY']) {
    expect(shown).toContain(`\`npm run zo -- unconfirmed ${verb} --portal 7\``);
  }
  expect(shown).not.toMatch(/(?<!npm run )\bzo unconfirmed/);
});
