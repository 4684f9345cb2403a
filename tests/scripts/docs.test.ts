import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { companyProperties, contactProperties, parseDefinition, printDefinition, workflowActions } from '@zo/shared';
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
