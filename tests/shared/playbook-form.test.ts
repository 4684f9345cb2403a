import { formFields, formLists, ownerFields } from '@zo/shared';
import { editPlaybook } from '../../backend/playbook/edit/edit-playbook.ts';
import { playbookKeys } from '../../backend/playbook/playbook-keys.ts';
import { readPlaybook } from '../../backend/playbook/read-playbook.ts';

const fields = Object.values(formFields).flat();
const lists = Object.values(formLists).flat();
const sections: Record<string, readonly string[]> = {
  '': playbookKeys.playbook,
  handoff: playbookKeys.handoff,
  return: playbookKeys.return,
  review: playbookKeys.review,
  'not a fit': playbookKeys.notAFit,
};
/** What has a part of the form of its own. */
const ownParts = ['signals', 'score', 'definition', 'handoff', 'return', 'review', 'not a fit', 'handoff/owners'];

it('the form has every key of the playbook, each once', () => {
  const keys = Object.entries(sections).flatMap(([section, names]) =>
    names.map((name) => (section === '' ? name : `${section}/${name}`)),
  );
  const shown = [...fields, ...lists].map(({ path }) => path);
  expect(shown.toSorted()).toEqual(keys.filter((key) => !ownParts.includes(key)).toSorted());
});

it('an owner’s terms are all those the playbook knows', () => {
  const known = playbookKeys.owner.filter((key) => key !== 'email' && key !== 'leave');
  expect(ownerFields.map(({ path }) => path).toSorted()).toEqual(known.toSorted());
});

it('every choice of the form is one that the playbook takes', () => {
  const source =
    'definition: A free user becomes an SQL when zo_pql_score >= 0\nhandoff: { owners: [a@b.test], channel: "#a" }\n';
  const chosen = fields.flatMap(({ path, choices = [] }) => choices.map((value) => ({ path, value })));
  const wrong = chosen.filter(
    ({ path, value }) => 'errors' in readPlaybook(editPlaybook(source, { kind: 'value', path, value })),
  );
  expect(chosen.length).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});
