/** `run-move.ts FILE URL`: a move in a process of its own, which says how long each step took and how much memory it had. */
import { type MoveStep, moveStore } from '../../backend/store/move/migrate-store.ts';

const [from, to] = process.argv.slice(2) as [string, string];
const firsts = new Map<MoveStep['step'], number>();
const onProgress = ({ step }: MoveStep) => {
  if (!firsts.has(step)) firsts.set(step, performance.now());
};
const began = performance.now();
const { rows, differences } = await moveStore({ from, to, now: Date.now, onProgress });
const ended = performance.now();
const moved = firsts.get('comparing') ?? ended;
console.log(
  JSON.stringify({
    rows,
    differences: differences.length,
    seconds: (ended - began) / 1000,
    moveSeconds: (moved - began) / 1000,
    peakMemoryMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
