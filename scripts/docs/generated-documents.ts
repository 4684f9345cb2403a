import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readPlaybook } from '../../backend/playbook/read-playbook.ts';
import { readActionLabels } from './action-labels.ts';
import { byHand } from './by-hand.ts';
import { moveTable, rightsTable, stateDiagram, statusTable } from './handoff-page.ts';
import { replaceBetween } from './markdown.ts';
import { reportsPage } from './reports-page.ts';
import { sentenceTable } from './sentence-table.ts';

export type GeneratedDocument = { file: string; text: string };

/** Every document that follows from the code, whole, as it should stand in the repository at `root`. */
export async function generatedDocuments(root: string): Promise<GeneratedDocument[]> {
  const contentOf = (file: string) => readFile(path.join(root, file), 'utf8');
  const read = readPlaybook(await contentOf('playbooks/acme.yaml'));
  if ('errors' in read) throw new Error(`playbooks/acme.yaml: ${read.errors[0]?.message}`);
  const readme = replaceBetween(await contentOf('README.md'), 'ten sentences', sentenceTable(read.playbook));
  const aboutHandoffs = Object.entries({
    diagram: stateDiagram(),
    statuses: statusTable(),
    moves: moveTable(),
    rights: rightsTable(read.playbook),
  }).reduce((text, [name, content]) => replaceBetween(text, name, content), await contentOf('docs/handoff.md'));
  return [
    { file: 'docs/by-hand.md', text: byHand(read.playbook, await readActionLabels(root)) },
    { file: 'docs/handoff.md', text: aboutHandoffs },
    { file: 'docs/reports.md', text: reportsPage() },
    { file: 'README.md', text: readme },
  ];
}
