import { readFileSync } from 'node:fs';
import { editPlaybook } from '../../../backend/playbook/edit/edit-playbook.ts';
import { readForm } from '../../../backend/playbook/edit/read-form.ts';
import { parseYaml } from '../../../backend/playbook/parse-yaml.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';
import { placeProblems } from '../../../backend/settings/place-problem.ts';

const acme = readFileSync('playbooks/acme.yaml', 'utf8');
const times = (count: number, piece: (index: number) => string) => Array.from({ length: count }, (_, at) => piece(at));

/** Of each kind one that is refused for its size, and one that is just small enough. */
const costly: Record<string, string> = {
  'thousands of settings': times(8_000, (at) => `k${at}: 1`).join('\n'),
  'as many settings as go': times(1_400, (at) => `k${at}: 1`).join('\n'),
  'settings on one line': `a: {${times(5_000, (at) => `k${at}: 1`).join(', ')}}`,
  'nothing but brackets': '['.repeat(199_000),
  'brackets within brackets': `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  'mappings within mappings': '{a: '.repeat(15_000),
  'items within items': '- '.repeat(31_000),
  'keys within keys': '? '.repeat(31_000),
  'commas alone': `a: [${','.repeat(60_000)}]`,
  'as many commas as go': `a: [${','.repeat(9_900)}]`,
  'quotes alone': '""'.repeat(4_900),
  'directives alone': '%\n'.repeat(31_000),
  'comments alone': `${acme}${'#\n'.repeat(4_500)}`,
  'documents alone': '---\n'.repeat(4_900),
  'line after line that is no YAML': 'a b\n c: d: e\n'.repeat(700),
  'names far from any': `signals:\n${times(1_800, (at) => `  s${at}: E${at}`).join('\n')}`,
};

/** Processor time of the best of three: what else the machine does costs caches and the first run compiles. */
function millisecondsOf(work: () => void): number {
  const spent = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...spent);
}

describe('a text that would keep the service busy', () => {
  it.each(Object.entries(costly))('%s is read, or refused, within a moment', (_name, text) => {
    const spent = millisecondsOf(() => {
      readForm(text);
      const read = readPlaybook(text);
      placeProblems(text, 'errors' in read ? read.errors : read.warnings);
    });
    expect(spent).toBeLessThan(400);
  });

  it('is edited within a moment too', () => {
    const text = costly['as many settings as go']!;
    const edit = { kind: 'value', path: 'handoff/channel', value: '#sales' } as const;
    expect(millisecondsOf(() => editPlaybook(text, edit))).toBeLessThan(400);
  });

  it.each([
    ['thousands of settings', 'The playbook is larger than 64 kB'],
    ['commas alone', 'The playbook has too many settings to be read'],
    ['brackets within brackets', 'The playbook is nested too deeply to be read'],
    ['keys within keys', 'The playbook is nested too deeply to be read'],
  ])('%s is told why it is not read', (name, message) => {
    expect(readPlaybook(costly[name]!)).toMatchObject({ errors: [{ message }] });
    expect(readForm(costly[name]!)).toBeNull();
  });
});

it('a text is parsed once for all that read it', () => {
  const text = `${acme}# asked for by this test alone`;
  const { root } = parseYaml(text);
  readForm(text);
  readPlaybook(text);
  expect(parseYaml(text).root).toBe(root);
});

it('a key that is there twice is a mistake, wherever it stands', () => {
  const { problems } = parseYaml('a: 1\nb:\n  - {c: 1, c: 2}\na: 3');
  expect(problems).toEqual([
    {
      message: '"a" stands here twice: remove one of the two',
      code: 'DUPLICATE_KEY',
      isWarning: false,
      from: 25,
      to: 26,
    },
    {
      message: '"c" stands here twice: remove one of the two',
      code: 'DUPLICATE_KEY',
      isWarning: false,
      from: 19,
      to: 20,
    },
  ]);
});

it('a key that is there twice, or a tag that is not known, hides no other mistake', () => {
  const text = `${acme}cooldown: 30\ncooldown: soon\ncontacts: update onyl\nfree plans: !none x\n`;
  expect(readPlaybook(text)).toMatchObject({
    errors: [
      { message: '"cooldown" stands here twice: remove one of the two' },
      { message: 'A number of days is missing before "soon"' },
      { message: '"update onyl" is not possible here', nearest: 'update only' },
      { message: 'Unresolved tag: !none' },
    ],
  });
});

it.each([
  ['another definition', `${acme}---\n${acme}`, acme],
  ['what stands behind an end', `${acme}...\n\nno playbook at all\n`, `${acme}...\n\n`],
])('a second document is a mistake where it begins: %s', (_what, text, before) => {
  expect(readPlaybook(text)).toMatchObject({
    errors: [
      {
        message: expect.stringContaining('A second YAML document begins here'),
        span: { line: before.split('\n').length, column: 1 },
      },
    ],
  });
  expect(() => editPlaybook(text, { kind: 'value', path: 'handoff/channel', value: '#sales' })).toThrow(
    'mend it first',
  );
});

it('marks of a beginning and an end around the only document are none', () => {
  expect(readPlaybook(`# Ours\n---\n${acme}...\n# That is all\n`)).not.toHaveProperty('errors');
});

it('a playbook of two hundred owners with terms of their own is read', () => {
  const owners = times(200, (at) => `    - { email: ae${at}@acme.test, weight: 2, daily cap: 5 }`).join('\n');
  const text = acme.replace(/^ {2}owners:.*$/m, `  owners:\n${owners}`);
  expect(readForm(text)?.owners).toHaveLength(200);
  expect(readPlaybook(text)).not.toMatchObject({ errors: [{ message: expect.stringContaining('too many') }] });
});
