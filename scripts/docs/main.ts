/** Writes the documents that follow from the code: `npm run docs`. A test fails when they are not as this writes them. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generatedDocuments } from './generated-documents.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
for (const { file, text } of await generatedDocuments(root)) {
  await writeFile(path.join(root, file), text);
  console.log(`${file} is written.`);
}
