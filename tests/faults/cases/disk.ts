/** The disk: full, failing at a flush, locked by somebody else, read-only, damaged. */
import { spawn } from 'node:child_process';
import { copyFile, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { introduceLeads } from '../world/leads.ts';
import { patienceMs } from '../world/patience.ts';
import { mountSmallDisk } from '../world/small-disk.ts';
import { failCalls, needStrace } from '../world/strace.ts';
import { startWorld, type World } from '../world/world.ts';

/** Full while events come and alerts go; once there is room it goes on by itself. */
export async function runDiskFull({ seed, say }: UnitContext): Promise<Outcome> {
  const disk = await mountSmallDisk(48);
  try {
    const world = await startWorld({ seed, engine: 'sqlite', databaseFolder: disk.folder, say });
    try {
      const leads = await introduceLeads(world, 40);
      world.client.rate(200);
      await leads.cross(3);
      await sleep(500);
      await disk.fill(60).catch(() => {});
      leads.startCrossing(5);
      const refused = await untilRefused(world, 20);
      const alive = await fetch(`${world.node.url}/health`).then(({ status }) => status);
      await sleep(2_000);
      await disk.free();
      await leads.cross(5);
      await sleep(1_000);
      // Once more, and ended and started while it is full.
      await disk.fill(60).catch(() => {});
      leads.startCrossing(3);
      await sleep(1_000);
      await world.node.kill();
      world.node.launch();
      await Promise.race([world.node.ended(), sleep(6_000)]);
      const startsWhileFull = world.node.isRunning();
      await disk.free();
      await world.node.kill();
      await world.node.start();
      await leads.cross(3);
      world.client.rate(0);
      return await conclude(world, leads, {
        faults: { 'answered 503': refused, 'full twice': 2 },
        problems: alive === 200 ? [] : [`/health answered ${alive} while the disk was full`],
        notes: [startsWhileFull ? 'it starts on a full disk' : 'it does not start on a full disk, and says why'],
      });
    } finally {
      await world.stop();
    }
  } finally {
    await disk.remove();
  }
}

async function untilRefused({ client }: World, times: number): Promise<number> {
  return waitUntil<number>(
    `${times} requests to be answered 503`,
    async () => {
      const { byAnswer } = await client.figures();
      const refused = byAnswer['503'] ?? 0;
      return refused >= times ? { value: refused } : { instead: JSON.stringify(byAnswer) };
    },
    patienceMs,
  );
}

/** Flushing to disk fails for a while, as on a dying disk: nothing that was not flushed is acknowledged. */
export async function runFlushFails({ seed, say }: UnitContext): Promise<Outcome> {
  needStrace();
  const world = await startWorld({ seed, engine: 'sqlite', say });
  try {
    const leads = await introduceLeads(world, 30);
    world.client.rate(150);
    let refused = 0;
    for (let time = 0; time < 3; time += 1) {
      await leads.cross(2);
      const mend = await failCalls(world.node.pid(), ['fdatasync', 'fsync'], 'EIO');
      leads.startCrossing(3);
      refused = await untilRefused(world, refused + 10);
      await mend();
      await leads.cross(2);
    }
    world.client.rate(0);
    return await conclude(world, leads, { faults: { 'answered 503': refused, 'disk failed': 3 } });
  } finally {
    await world.stop();
  }
}

/** Another program holds the database's write lock, longer than we wait for it, again and again. */
export async function runBusy({ seed, say }: UnitContext): Promise<Outcome> {
  const world = await startWorld({ seed, engine: 'sqlite', say });
  try {
    const leads = await introduceLeads(world, 30);
    world.client.rate(100);
    const holdsMs = [300, 7_000, 2_000, 12_000];
    for (const ms of holdsMs) {
      await leads.cross(2);
      await sleep(world.random.whole(0, 300));
      const held = holdWriteLock(world.engine.file!, ms);
      leads.startCrossing(3);
      await held;
    }
    world.client.rate(0);
    const { byAnswer } = await world.client.finish();
    return await conclude(world, leads, {
      faults: { locked: holdsMs.length, 'answered 503': byAnswer['503'] ?? 0 },
    });
  } finally {
    await world.stop();
  }
}

/** In a process of its own, as an operator's sqlite3 would be. */
async function holdWriteLock(file: string, ms: number): Promise<void> {
  const script = `
    const database = require('better-sqlite3')(process.argv[1], { timeout: 60000 });
    database.exec('BEGIN IMMEDIATE');
    setTimeout(() => { database.exec('ROLLBACK'); database.close(); }, ${ms});`;
  const backend = path.resolve(import.meta.dirname, '../../../backend');
  const child = spawn(process.execPath, ['-e', script, file], { cwd: backend, stdio: ['ignore', 'ignore', 'inherit'] });
  await new Promise((resolve) => child.once('exit', resolve));
}

/** Files that cannot be written: refused with words, and nothing is lost. */
export async function runReadOnly({ seed, say }: UnitContext): Promise<Outcome> {
  const disk = await mountSmallDisk(64);
  try {
    const world = await startWorld({ seed, engine: 'sqlite', databaseFolder: disk.folder, say });
    try {
      const leads = await introduceLeads(world, 6);
      world.client.rate(60);
      await leads.cross(3);
      await sleep(500);
      await world.node.kill();
      disk.setReadOnly(true);
      const refusal = await refusalOf(world, world.engine.file!);
      disk.setReadOnly(false);
      await world.node.start();
      await leads.cross(3);
      world.client.rate(0);
      return await conclude(world, leads, {
        faults: { 'read-only': 1 },
        problems: refusal.problems,
        notes: [`it says: ${refusal.said}`],
      });
    } finally {
      await world.stop();
    }
  } finally {
    await disk.remove();
  }
}

/** Started on this file, it must end with code 1 and one line for whoever runs it. */
async function refusalOf({ node }: World, file: string): Promise<{ said: string; problems: string[] }> {
  const end = await node.startOrEnd({ env: { DATABASE_URL: `file:${file}` } });
  if (end === 'ready') {
    await node.kill();
    return { said: '', problems: ['it was served'] };
  }
  const said = node.printed().trim().split('\n').at(-1) ?? '';
  const problems = [
    ...(end === 1 ? [] : [`it ended with ${end}`]),
    ...(said.includes(file) ? [] : [`what it says does not name the file: ${said}`]),
    ...(/\n\s+at /.test(node.printed()) ? ['it prints a stack'] : []),
  ];
  return { said: said.replaceAll(file, 'FILE'), problems };
}

type Damage = { name: string; damage: (file: string) => Promise<void> };

const pageBytes = 4096;

/** At a page, counted from the beginning (0 to below 1). */
async function scribble(file: string, share: number, pages: number): Promise<void> {
  const { size } = await stat(file);
  const handle = await open(file, 'r+');
  const from = Math.floor((size * share) / pageBytes) * pageBytes;
  await handle.write(Buffer.alloc(Math.min(pages * pageBytes, size - from), 0xa5), 0, undefined, from);
  await handle.close();
}

const damages: Damage[] = [
  { name: 'its header', damage: (file) => scribble(file, 0, 1) },
  { name: 'pages in the middle', damage: (file) => scribble(file, 0.4, 40) },
  {
    name: 'cut in half',
    damage: async (file) => truncate(file, Math.floor((await stat(file)).size / 2 / pageBytes) * pageBytes),
  },
  { name: 'cut to nothing', damage: (file) => truncate(file, 0) },
  { name: 'gone, its log still there', damage: (file) => rm(file) },
  { name: 'another program’s file', damage: (file) => writeFile(file, 'name,email\n'.repeat(2_000)) },
];

/** Never served as if it were empty or whole. The undamaged copy serves on. */
export async function runDamaged({ seed, say }: UnitContext): Promise<Outcome> {
  const world = await startWorld({ seed, engine: 'sqlite', say });
  try {
    const leads = await introduceLeads(world, 8);
    world.client.rate(200);
    await leads.cross(4);
    await sleep(1_500);
    await world.node.kill();
    const file = world.engine.file!;
    const problems: string[] = [];
    const notes: string[] = [];
    for (const { name, damage } of damages) {
      const copy = path.join(world.folder, `damaged-${notes.length}.db`);
      await copyWhole(world, file, copy);
      await damage(copy);
      const { said, problems: found } = await refusalOf(world, copy);
      problems.push(...found.map((one) => `${name}: ${one}`));
      notes.push(`${name}: ${said}`);
      say(`${name}: ${said} ${found}`);
    }
    await world.node.start();
    await leads.cross(4);
    world.client.rate(0);
    return await conclude(world, leads, { faults: { 'damaged copies': damages.length }, problems, notes });
  } finally {
    await world.stop();
  }
}

/** With all that is in the log copied into it, and the lock's file, which remembers that a database was there. */
async function copyWhole(world: World, file: string, copy: string): Promise<void> {
  const database = await import('better-sqlite3').then(({ default: Database }) => new Database(file));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  await copyFile(file, copy);
  await copyFile(`${file}-lock`, `${copy}-lock`).catch(() => {});
  const size = (await readFile(copy)).length;
  if (size < 100 * pageBytes) world.say(`the database has only ${size} bytes`);
}
