import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { companyProperties, contactProperties, parseDefinition, printDefinition, workflowActions } from '@zo/shared';
import { handoffStatuses } from '../../backend/handoff/handoff.ts';
import { endsOf, type MoveRow, moves } from '../../backend/handoff/moves.ts';
import { generatedDocuments } from '../../scripts/docs/generated-documents.ts';
import { replaceBetween, table } from '../../scripts/docs/markdown.ts';
import { exampleSentences } from '../../scripts/docs/sentence-table.ts';
import { repository } from '../repository/source-files.ts';

const documents = await generatedDocuments(repository);

describe('documents that follow from the code', () => {
  it.each(documents.map(({ file, text }) => [file, text]))('%s is as `npm run docs` writes it', async (file, text) => {
    expect(await readFile(path.join(repository, file), 'utf8')).toBe(text);
  });

  it('the page for RevOps has every property and every action with its inputs', () => {
    const { text } = documents.find(({ file }) => file === 'docs/by-hand.md')!;
    const inputs = Object.values(workflowActions).flatMap((action) => Object.keys(action.inputs));
    const names = [...contactProperties, ...companyProperties].map(({ name }) => name);
    expect([...names, ...inputs].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
    for (const { options = [] } of contactProperties) {
      for (const { value, label } of options) expect(text).toContain(`${label} (\`${value}\`)`);
    }
  });

  it('the page for RevOps says how a workflow has to be named to be found', () => {
    const { text } = documents.find(({ file }) => file === 'docs/by-hand.md')!;
    expect(text).toContain('in workflows whose names begin with `Zo |`');
    expect(text).toContain('[zo-handoff:sql-handoff]');
  });

  it('the table’s canonical sentences are canonical', () => {
    const signals = ['activated', 'key action', 'teammate invited', 'visited pricing', 'hit usage limit'];
    expect(exampleSentences).toHaveLength(10);
    for (const written of exampleSentences) {
      const parsed = parseDefinition(`A free user becomes an SQL when ${written}`, { signals });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      expect(printDefinition(parsed.value.expression)).toBe(parsed.value.sentence);
      expect(parseDefinition(parsed.value.sentence, { signals })).toEqual(parsed);
    }
  });
});

describe('the page about reports', () => {
  const { text } = documents.find(({ file }) => file === 'docs/reports.md')!;

  it('names no property of ours that the catalogue does not have, each by its label', () => {
    const named = [...text.matchAll(/(?:\*\*([^*\n]+)\*\* \()?`(zo_\w+)`/g)];
    const labels = new Map(contactProperties.map(({ name, label }) => [name, label]));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([, label, name]) => labels.get(name!) !== label).map(([found]) => found)).toEqual([]);
  });

  it('names no choice that the property before it does not have', () => {
    const chosen = [...text.matchAll(/`(zo_\w+)`\)[^`\n]* (?:any of|The share of) ((?:[\w ]+ \(`\w+`\)(?:, )?)+)/g)];
    expect(chosen.length).toBeGreaterThan(1);
    for (const [, name, list] of chosen) {
      const options = contactProperties.find((property) => property.name === name)?.options ?? [];
      const words = options.map(({ label, value }) => `${label} (\`${value}\`)`);
      expect(list!.split(', ').filter((one) => !words.includes(one))).toEqual([]);
    }
  });
});

describe('the page about handoffs', () => {
  const { text } = documents.find(({ file }) => file === 'docs/handoff.md')!;
  const diagram = /```mermaid\n([^`]*)```/.exec(text)![1]!;

  it('draws every way of every move that leads somewhere else, once, and no other', () => {
    const drawn = [...diagram.matchAll(/^ *(\w+) --> (\w+): (.+)$/gm)].flatMap(([, from, to, names]) =>
      names!.split(', ').flatMap((move) => {
        const begins = from === 'sales' ? ['assigned', 'alerted', 'breached', 'snoozed', 'engaged'] : [from];
        return begins.map((one) => `${move}: ${one} → ${to}`);
      }),
    );
    const ways = Object.entries<MoveRow>(moves).flatMap(([move, row]) => row.ways.map((way) => [move, way] as const));
    const leading = ways.filter(([, way]) => endsOf(way)[0] !== endsOf(way)[1]).map(([move, way]) => `${move}: ${way}`);
    expect(drawn.toSorted()).toEqual(leading.toSorted());
  });

  it('names every status and every move', () => {
    for (const status of handoffStatuses) expect(text).toContain(`| \`${status}\``);
    for (const move of Object.keys(moves)) expect(text).toContain(`| ${move} `);
  });
});

describe('pieces of Markdown', () => {
  it('a table keeps its columns whatever the cells hold', () => {
    expect(table(['a', 'long head'], [['x | y', 'z\nz']])).toBe(
      '| a      | long head |\n| ------ | --------- |\n| x \\| y | z z       |',
    );
  });

  it('only what stands between the markers is replaced', () => {
    const page = 'before <!-- t: written by npm run docs -->old<!-- /t --> after';
    expect(replaceBetween(page, 't', 'new')).toBe(
      'before <!-- t: written by npm run docs -->\n\nnew\n\n<!-- /t --> after',
    );
    expect(() => replaceBetween('nothing', 't', 'new')).toThrow('There is no place for "t"');
  });
});
