import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeChanges } from '../../../backend/playbook/describe-changes.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { problemsInDefinition, replaceDefinition } from '../../../backend/playbook/replace-definition.ts';

const acme = readFileSync(path.resolve(import.meta.dirname, '../../../playbooks/acme.yaml'), 'utf8');

function replaced(source: string, definition: string) {
  const made = replaceDefinition(source, definition);
  if (made === null) throw new Error('nothing was replaced');
  return made;
}

describe('a playbook with another definition', () => {
  it('is the same text but for the definition', () => {
    const made = replaced(acme, 'A free user becomes an SQL when zo_pql_score >= 40');
    const read = readPlaybook(made.source);
    expect('playbook' in read && read.playbook.definition.sentence).toBe(
      'A free user becomes an SQL when zo_pql_score >= 40',
    );
    expect(describeChanges(acme, made.source).split('\n')).toEqual([
      '  definition: >',
      '-   A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50',
      '-   AND the company is not on a personal email domain AND zo_company_active_users >= 2',
      '+   A free user becomes an SQL when zo_pql_score >= 40',
    ]);
  });

  it.each([
    ['on one line', 'definition: A free user becomes an SQL when zo_pql_score >= 1'],
    ['in quotes', 'definition: "A free user becomes an SQL when zo_pql_score >= 1"'],
    [
      'at the end of the file',
      'handoff: { owners: [maria@acme.test] }\ndefinition: A free user becomes an SQL when activated',
    ],
  ])('replaces one that stands %s', (_where, source) => {
    const made = replaced(`# ours\n${source}\n`, 'A free user becomes\n  an SQL when zo_pql_score >= 2');
    expect(made.source.startsWith('# ours\n')).toBe(true);
    expect(made.source).toContain('definition: >\n  A free user becomes\n  an SQL when zo_pql_score >= 2\n');
  });

  it('is none where there is no definition', () => {
    expect(replaceDefinition('signals: {}', 'A free user becomes an SQL when activated')).toBeNull();
    expect(replaceDefinition('', 'x')).toBeNull();
  });

  it('shows a mistake where it was typed, indented lines and empty ones included', () => {
    const typed = 'A free user becomes an SQL when\n\n    zo_pql_scor >= 40';
    const made = replaced(acme, typed);
    const read = readPlaybook(made.source);
    const [problem] = problemsInDefinition('errors' in read ? read.errors : [], made);
    expect(problem?.span).toEqual({ line: 3, column: 5, length: 'zo_pql_scor'.length });
  });

  it('points at the beginning of an empty definition', () => {
    const made = replaced(acme, ' ');
    const read = readPlaybook(made.source);
    const [problem] = problemsInDefinition('errors' in read ? read.errors : [], made);
    expect(problem?.span).toEqual({ line: 1, column: 1, length: 1 });
  });
});
