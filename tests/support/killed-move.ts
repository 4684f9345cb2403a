/**
 * A move that is killed as a machine that loses its power would: `killed-move.ts FILE URL chunks N` right after its Nth chunk,
 * `… ms N` so long after its first, wherever it is then.
 */
import { moveStore } from '../../backend/store/move/migrate-store.ts';

const [from, to, unit, text] = process.argv.slice(2) as [string, string, 'chunks' | 'ms', string];
const end = () => process.kill(process.pid, 'SIGKILL');
let chunks = 0;
const { differences } = await moveStore({
  from,
  to,
  now: Date.now,
  limits: { rows: 3 },
  onProgress() {
    chunks += 1;
    if (unit === 'chunks' && chunks === Number(text)) end();
    if (unit === 'ms' && chunks === 1) setTimeout(end, Number(text));
  },
});
console.log(`${differences.length} differences`);
