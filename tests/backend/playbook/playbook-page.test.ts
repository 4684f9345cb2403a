import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Playbook, plainRouting } from '@zo/shared';
import { parse, stringify } from 'yaml';
import { playbookKeys } from '../../../backend/playbook/playbook-keys.ts';
import { readPlaybook } from '../../../backend/playbook/read-playbook.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/playbook.md'), 'utf8');
const [smallest, defaults, everything] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block!);

type Section = keyof typeof playbookKeys;
type Tree = { [key: string]: unknown };

const titles: Record<Section, string> = {
  playbook: 'Top level',
  matcher: "A signal's event",
  handoff: 'handoff',
  owner: 'An owner',
  return: 'return',
  review: 'review',
  notAFit: 'not a fit',
};
const sections = Object.keys(titles) as Section[];

/** The rows of a section's table: the key and its example. */
function rowsOf(section: Section): { key: string; example: string }[] {
  const [, text = ''] = page.split(`\n## ${titles[section]}\n`);
  const lines = text.split('\n## ')[0]!.split('\n');
  return lines.flatMap((line) => {
    const [, key, example] = /^\| `([^`]+)` \|.*\| `([^`]+)` \|$/.exec(line) ?? [];
    return key === undefined || example === undefined ? [] : [{ key, example }];
  });
}

function read(file: string): Playbook {
  const answer = readPlaybook(file);
  if ('errors' in answer) throw new Error(`${JSON.stringify(answer.errors)}\n${file}`);
  return answer.playbook;
}

/** A playbook where this stands in its section, next to what the section needs. */
const placed: Record<Section, (said: Tree) => Tree> = {
  playbook: (said) => said,
  matcher: (said) => ({ signals: { activated: 'A', 'key action': 'B', 'visited pricing': said } }),
  handoff: (said) => ({ handoff: { owners: ['maria@acme.test'], ...said } }),
  owner: (said) => ({ handoff: { owners: [{ email: 'maria@acme.test', ...said }] } }),
  return: (said) => ({ return: { when: 'activated', ...said } }),
  review: (said) => ({ review: { when: 'activated', 'expected contract value': 5, ...said } }),
  notAFit: (said) => ({ 'not a fit': said }),
};
const needed = { signals: { activated: 'A', 'key action': 'B' }, ...(parse(smallest!) as Tree) };

/** Everything that stands in a section of a playbook; of events and owners, also those that are a name alone. */
const standing: Record<Section, (playbook: Tree) => unknown[]> = {
  playbook: (playbook) => [playbook],
  matcher: ({ signals }) => Object.values(signals as Tree).flat(),
  handoff: ({ handoff }) => [handoff],
  owner: ({ handoff }) => (handoff as { owners: unknown[] }).owners,
  return: (playbook) => [playbook.return],
  review: ({ review }) => [review],
  notAFit: (playbook) => [playbook['not a fit']],
};

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

describe('the page about the playbook', () => {
  it.each(sections)('explains every key of %s, and no other', (section) => {
    expect(rowsOf(section).map(({ key }) => key)).toEqual(playbookKeys[section]);
  });

  it.each(sections.flatMap((section) => rowsOf(section).map(({ key, example }) => [section, key, example] as const)))(
    'has an example that can be read: %s, %s',
    (section, key, example) => {
      const tree = parse(example) as Tree;
      expect(Object.keys(tree)).toEqual([key]);
      expect(readPlaybook(stringify({ ...needed, ...placed[section](tree) }))).not.toHaveProperty('errors');
    },
  );

  it('says what the defaults are', () => {
    const { handoff, return: returns, review } = parse(defaults!) as Record<string, Tree>;
    const short = stringify({
      ...(parse(smallest!) as Tree),
      return: { when: returns!.when },
      review: { when: review!.when, 'expected contract value': review!['expected contract value'] },
    });
    const { routing, ...written } = read(defaults!).handoff;
    expect({ ...read(defaults!), handoff: written }).toEqual(read(short));
    expect(routing).toEqual(plainRouting);
    // Without a word for nothing: they cannot be written out.
    const unwritten = playbookKeys.handoff.filter((key) => !(key in handoff!));
    expect(unwritten).toEqual(['channel']);
  });

  it('has an example of everything at once, with every key and nothing to warn of', () => {
    expect(readPlaybook(everything!)).toMatchObject({ warnings: [], highestScore: 100 });
    const tree = parse(everything!) as Tree;
    for (const section of sections) {
      const keys = new Set(standing[section](tree).filter(isTree).flatMap(Object.keys));
      expect([section, [...keys].sort()]).toEqual([section, [...playbookKeys[section]].sort()]);
    }
  });
});
