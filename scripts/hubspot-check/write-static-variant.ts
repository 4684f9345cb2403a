/** npm run hubspot:static [-- FOLDER]: the project for one's own portal, ready for `hs project upload` in that folder. */
import path from 'node:path';
import { writeStaticVariant } from './static-variant.ts';

const projectDir = path.resolve(import.meta.dirname, '..', '..');
const folder = path.resolve(process.argv[2] ?? path.join(projectDir, 'data', 'hubspot-static'));
await writeStaticVariant(projectDir, folder);
console.log(`Wrote ${folder}\nNext: cd ${folder} && npx hs project upload --profile NAME`);
