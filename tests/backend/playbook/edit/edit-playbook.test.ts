import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlaybookEdit } from '@zo/shared';
import { diffLines } from 'diff';
import { editPlaybook } from '../../../../backend/playbook/edit/edit-playbook.ts';
import { readForm } from '../../../../backend/playbook/edit/read-form.ts';
import { NotEditableError } from '../../../../backend/playbook/edit/yaml-places.ts';
import { blockScalarText } from '../../../../backend/playbook/edit/yaml-text.ts';
import { readPlaybook } from '../../../../backend/playbook/read-playbook.ts';

const acme = readFileSync(path.resolve(import.meta.dirname, '../../../../playbooks/acme.yaml'), 'utf8');

/** Comments in every place where one can stand. */
const commented = `# of the whole
signals: # of the section
  activated: Onboarding Completed # of a value
  # between entries
  key action: [Report Created, Dashboard Shared]
score:
  # before the first line
  - +25 when activated   # of a line
  # between lines
  - -15 when inactive for 14 days
definition: A free user becomes an SQL when zo_pql_score >= 20
handoff:
  owners: # whose turn it is
    - maria@acme.test # the first
    - email: tom@acme.test # the second
      weight: 2 # twice as many
      # a remark
      daily cap: 5
  first call due: 2 working hours # the promise
# at the end
`;

/** The lines that differ, with their sign. */
function changes(before: string, after: string): string[] {
  return diffLines(before, after)
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ added, value }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${added ? '+' : '-'}${line}`),
    );
}

describe('an edit changes what it names, and no other line', () => {
  it.each<[string, string, PlaybookEdit, string[]]>([
    [
      'a value',
      acme,
      { kind: 'value', path: 'handoff/first call due', value: '1 working day' },
      ['-  first call due: 2 working hours', '+  first call due: 1 working day'],
    ],
    [
      'a value with a comment behind it',
      commented,
      { kind: 'value', path: 'handoff/first call due', value: '1 working day' },
      ['-  first call due: 2 working hours # the promise', '+  first call due: 1 working day # the promise'],
    ],
    [
      'a value that needs quotes',
      acme,
      { kind: 'value', path: 'handoff/channel', value: '#sales' },
      ['-  channel: "#pql-handoff"', '+  channel: "#sales"'],
    ],
    ['a value that was not there', acme, { kind: 'value', path: 'cooldown', value: '45 days' }, ['+cooldown: 45 days']],
    [
      'a value of a section that was not there',
      acme,
      { kind: 'value', path: 'not a fit/lead status', value: 'BAD_TIMING' },
      ['+not a fit:', '+  lead status: BAD_TIMING'],
    ],
    [
      'a value back to its default, with its comment kept',
      commented,
      { kind: 'value', path: 'handoff/first call due', value: null },
      ['-  first call due: 2 working hours # the promise', '+  # the promise'],
    ],
    [
      'a sentence that a whole section is about',
      acme,
      { kind: 'value', path: 'return/when', value: null },
      ['-return:', '-  when: 14 days without AE activity OR zo_pql_score < 30', '-  channel: "#marketing"'],
    ],
    [
      'a score line between comments',
      commented,
      { kind: 'list', path: 'score', items: ['+30 when activated', '-15 when inactive for 14 days'] },
      ['-  - +25 when activated   # of a line', '+  - +30 when activated   # of a line'],
    ],
    [
      'a score line more',
      commented,
      {
        kind: 'list',
        path: 'score',
        items: ['+25 when activated', '-15 when inactive for 14 days', '+2 per key action'],
      },
      ['+  - +2 per key action'],
    ],
    [
      'a score line less, with its comment kept',
      commented,
      { kind: 'list', path: 'score', items: ['-15 when inactive for 14 days'] },
      ['-  - +25 when activated   # of a line', '+  # of a line'],
    ],
    [
      'a list that was not there',
      acme,
      { kind: 'list', path: 'not a fit/reasons', items: ['Wrong role', 'Too small, really'] },
      ['+not a fit:', '+  reasons: [Wrong role, "Too small, really"]'],
    ],
    [
      'a list that becomes empty',
      acme,
      { kind: 'list', path: 'exclude', items: [] },
      ['-exclude: [acme.test]', '+exclude: []'],
    ],
    [
      'a signal’s only event',
      commented,
      { kind: 'signal', name: 'activated', events: ['Onboarding Complete'] },
      ['-  activated: Onboarding Completed # of a value', '+  activated: Onboarding Complete # of a value'],
    ],
    [
      'a signal’s events, one of them a page',
      acme,
      { kind: 'signal', name: 'visited pricing', events: ['Pricing Seen', 'page /pricing'] },
      ['-  visited pricing: { page: /pricing }', '+  visited pricing: [Pricing Seen, { page: /pricing }]'],
    ],
    [
      'one of a signal’s events',
      acme,
      { kind: 'signal', name: 'key action', events: ['Report Created', 'Dashboard: Shared'] },
      [
        '-  key action: [Report Created, Dashboard Shared, Integration Connected]',
        '+  key action: [Report Created, "Dashboard: Shared"]',
      ],
    ],
    ['a new signal', acme, { kind: 'signal', name: 'exported', events: ['Exported'] }, ['+  exported: Exported']],
    [
      'a signal less',
      acme,
      { kind: 'signal', name: 'hit usage limit', events: null },
      ['-  hit usage limit: Plan Limit Reached'],
    ],
    [
      'a term of an owner',
      commented,
      { kind: 'owner', email: 'tom@acme.test', terms: { weight: '3' } },
      ['-      weight: 2 # twice as many', '+      weight: 3 # twice as many'],
    ],
    [
      'terms of an owner who had none',
      commented,
      { kind: 'owner', email: 'maria@acme.test', terms: { hours: 'Mon-Thu 8-14' }, leave: ['2026-12-24'] },
      [
        '-    - maria@acme.test # the first',
        '+    - email: maria@acme.test',
        '+      hours: Mon-Thu 8-14',
        '+      leave: [2026-12-24] # the first',
      ],
    ],
    [
      'a term less',
      commented,
      { kind: 'owner', email: 'tom@acme.test', terms: { 'daily cap': null } },
      ['-      daily cap: 5'],
    ],
    ['an owner more', commented, { kind: 'owner', email: 'Lee@acme.test', terms: {} }, ['+    - lee@acme.test']],
    [
      'an owner less',
      commented,
      { kind: 'remove owner', email: 'maria@acme.test' },
      ['-    - maria@acme.test # the first', '+    # the first'],
    ],
    [
      'terms of an owner between brackets: the list becomes lines',
      acme,
      { kind: 'owner', email: 'lee@acme.test', terms: { manager: 'vp@acme.test' } },
      [
        '-  owners: [maria@acme.test, tom@acme.test, lee@acme.test]',
        '+  owners:',
        '+    - maria@acme.test',
        '+    - tom@acme.test',
        '+    - email: lee@acme.test',
        '+      manager: vp@acme.test',
      ],
    ],
    [
      'the definition',
      commented,
      { kind: 'definition', text: 'A free user becomes an SQL when\nzo_pql_score >= 30' },
      [
        '-definition: A free user becomes an SQL when zo_pql_score >= 20',
        '+definition: >',
        '+  A free user becomes an SQL when',
        '+  zo_pql_score >= 30',
      ],
    ],
  ])('%s', (_what, source, edit, expected) => {
    const edited = editPlaybook(source, edit);
    expect(changes(source, edited)).toEqual(expected);
    expect(readForm(edited)).not.toBeNull();
  });

  it('begins a playbook in an empty text', () => {
    const edits: PlaybookEdit[] = [
      { kind: 'signal', name: 'activated', events: ['Onboarding Complete'] },
      { kind: 'list', path: 'score', items: ['+25 when activated'] },
      { kind: 'definition', text: 'A free user becomes an SQL when zo_pql_score >= 20' },
      { kind: 'owner', email: 'maria@acme.test', terms: {} },
    ];
    const begun = 'signals:\n\nscore:\n\ndefinition:\n\nhandoff:\n  owners:\n';
    for (const source of ['', '# mine\n', begun]) {
      const text = edits.reduce(editPlaybook, source);
      expect(readPlaybook(text)).toMatchObject({
        highestScore: 25,
        playbook: { handoff: { owners: ['maria@acme.test'] } },
      });
    }
  });
});

describe('what cannot be written is refused, in words', () => {
  it.each<[string, string, PlaybookEdit, string]>([
    ['a text that is no YAML', 'score: [', { kind: 'definition', text: 'x' }, 'mend it first'],
    ['a text that is no playbook', '- a\n', { kind: 'value', path: 'cooldown', value: '3 days' }, 'mend it first'],
    ['a field no form has', acme, { kind: 'value', path: 'handoff/owners', value: 'x' }, 'no field "handoff/owners"'],
    ['a term nobody has', acme, { kind: 'owner', email: 'tom@acme.test', terms: { salary: '1' } }, 'no field "salary"'],
    [
      'a list with comments between its brackets',
      'exclude: [a.test, # ours\n  b.test]\n',
      { kind: 'list', path: 'exclude', items: ['a.test'] },
      'comments between the brackets',
    ],
    [
      'a section that is a text',
      'handoff: nobody\n',
      { kind: 'value', path: 'handoff/channel', value: '#a' },
      '"handoff" is not a list of settings',
    ],
  ])('%s', (_what, source, edit, words) => {
    expect(() => editPlaybook(source, edit)).toThrow(NotEditableError);
    expect(() => editPlaybook(source, edit)).toThrow(words);
  });
});

it.each(['...', '...,', '--- a', '---'])(
  'a text that YAML ends documents with, %s, stands on one line in quotes',
  (text) => {
    expect(blockScalarText(text)).not.toContain('\n');
    expect(readForm(`score:\n  - ${blockScalarText(text)}\n`)?.score).toEqual([text]);
  },
);
