/** Commands in what is told about one portal, where several are served. */
import type { Command } from 'commander';
import { createZo } from '../../../backend/cli/zo-command.ts';
import { namePortal, portalWords } from '../../../backend/portals/name-portal.ts';
import { openSqliteStore } from '../../../backend/store/sqlite/open.ts';
import { portalState } from '../../support/handoffs.ts';

describe('a command in words about one portal', () => {
  it.each([
    ['Run `zo drift --restore`, or press Restore.', 'Run `zo drift --restore --portal 12`, or press Restore.'],
    ['`zo report sla`, `zo report outcomes`', '`zo report sla --portal 12`, `zo report outcomes --portal 12`'],
    ['`zo playbook apply FILE`', '`zo playbook apply FILE --portal 12`'],
    ['Run `zo doctor --portal ID`.', 'Run `zo doctor --portal ID`.'],
    ['`zo restore FILE` and `zo keys status`', '`zo restore FILE` and `zo keys status`'],
    ['nothing to run: zo drift, `npm start`', 'nothing to run: zo drift, `npm start`'],
  ])('%s', (text, named) => {
    expect(namePortal(text, 12)).toBe(named);
    expect(namePortal(named, 12)).toBe(named);
  });

  it('is completed for every verb that takes --portal, and for no other', () => {
    const verbs = leavesOf(createZo(), []);
    expect(verbs.length).toBeGreaterThan(25);
    for (const { words, takesPortal } of verbs) {
      expect([words, namePortal(`\`zo ${words}\``, 7)]).toEqual([
        words,
        takesPortal ? `\`zo ${words} --portal 7\`` : `\`zo ${words}\``,
      ]);
    }
  });

  it('stays as it is where the server knows one portal only', async () => {
    const store = await openSqliteStore(':memory:');
    const { portal } = portalState();
    await store.savePortal(portal);
    expect((await portalWords(store, portal.portalId))('`zo drift`')).toBe('`zo drift`');
    await store.savePortal({ ...portal, portalId: 77 });
    expect((await portalWords(store, 77))('`zo drift`')).toBe('`zo drift --portal 77`');
    await store.close();
  });
});

function leavesOf(command: Command, path: string[]): { words: string; takesPortal: boolean }[] {
  const subs = command.commands.flatMap((sub) => leavesOf(sub, [...path, sub.name()]));
  if (subs.length > 0) return subs;
  return [{ words: path.join(' '), takesPortal: command.options.some(({ long }) => long === '--portal') }];
}
