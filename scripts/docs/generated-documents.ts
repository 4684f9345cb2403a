import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readPlaybook } from '../../backend/playbook/read-playbook.ts';
import { readActionLabels } from './action-labels.ts';
import { byHand } from './by-hand.ts';
import { moveTable, rightsTable, stateDiagram, statusTable } from './handoff-page.ts';
import { replaceBetween } from './markdown.ts';
import { addressTable } from './marketplace/address-table.ts';
import { scopeTable } from './marketplace/scope-table.ts';
import { sharedDataTable } from './marketplace/shared-data.ts';
import { metricsTable } from './metrics-table.ts';
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
  const written = async (file: string, pieces: Record<string, string>): Promise<GeneratedDocument> => ({
    file,
    text: Object.entries(pieces).reduce(
      (text, [name, piece]) => replaceBetween(text, name, piece),
      await contentOf(file),
    ),
  });
  return [
    await written('docs/metrics.md', { metrics: metricsTable() }),
    await written('docs/marketplace/scopes.md', { scopes: scopeTable() }),
    await written('docs/marketplace/shared-data.md', { 'shared data': sharedDataTable() }),
    await written('docs/marketplace/listing.md', { addresses: await addressTable(root) }),
    { file: 'docs/by-hand.md', text: byHand(read.playbook, await readActionLabels(root)) },
    { file: 'docs/handoff.md', text: aboutHandoffs },
    { file: 'docs/reports.md', text: reportsPage() },
    { file: 'README.md', text: readme },
  ];
}
