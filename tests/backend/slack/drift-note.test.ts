import { namePortal } from '../../../backend/portals/name-portal.ts';
import { renderDriftNote } from '../../../backend/slack/drift-note.ts';

const lines = Array.from({ length: 14 }, (_, index) => `difference ${index} <b>`);
const footer = 'Restore it with `zo drift --restore`.';
const note = { headline: 'Not as the playbook says', lines, button: null, footer };

it('a note about one portal of several names it in every command, and cuts a long list', () => {
  const { text, blocks } = renderDriftNote({ ...note, words: (told) => namePortal(told, 12) });
  for (const shown of [text, JSON.stringify(blocks)]) {
    expect(shown).toContain('and 2 more: `zo drift --portal 12` tells all');
    expect(shown).toContain('`zo drift --restore --portal 12`');
    expect(shown).toContain('difference 11 &lt;b&gt;');
    expect(shown).not.toContain('difference 12');
  }
  expect(renderDriftNote({ ...note, words: (told) => told }).text).toContain('`zo drift --restore`.');
});
