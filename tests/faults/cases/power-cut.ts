/**
 * A 200 means that the event is on disk: shown by a trace of what the process asks the system for. From the trace the disk
 * is made as a power cut would leave it, at many moments; each is opened and must hold all that had been acknowledged. Then
 * the whole product is started on such a disk and goes on.
 */
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { Outcome, UnitContext } from '../case.ts';
import { conclude } from '../judge/conclude.ts';
import { createDiskImage, type DiskImage, type Flush } from '../world/disk-image.ts';
import { introduceLeads } from '../world/leads.ts';
import { patienceMs } from '../world/patience.ts';
import { readTrace, traceInto } from '../world/read-trace.ts';
import { needStrace } from '../world/strace.ts';
import { startWorld, type World } from '../world/world.ts';

export type PowerCutOptions = {
  /** How often the power is cut and the product started on what is left. */
  cuts: number;
  /** Of the moments of each of these runs so many are looked at. */
  moments: number;
};

/** Enough to be worth looking at, however long a busy machine takes for them. */
const answersOfACut = 20;

type Traced = { answers: number; flushes: number; opened: number; problems: string[] };

export async function runPowerCuts({ cuts, moments }: PowerCutOptions, { seed, say }: UnitContext): Promise<Outcome> {
  needStrace();
  const world = await startWorld({ seed, engine: 'sqlite', say });
  try {
    const leads = await introduceLeads(world, cuts * 7 + 2);
    const { node, client, random } = world;
    await leads.cross(2);
    const all: Traced = { answers: 0, flushes: 0, opened: 0, problems: [] };
    for (let cut = 0; cut < cuts; cut += 1) {
      client.rate(0);
      await node.stop();
      const before = filesOf(world);
      const trace = path.join(world.folder, `trace-${cut}`);
      await node.start({ under: traceInto(trace), startWithinMs: patienceMs });
      const answered = await countAnswered(world);
      client.rate(60);
      for (let round = 0; round < 3; round += 1) {
        leads.startCrossing(2);
        await sleep(random.whole(500, 1_500));
      }
      await untilAnswered(world, answered + answersOfACut);
      await node.kill();
      const image = createDiskImage(before);
      const traced = await follow(world, image, trace, moments);
      add(all, traced);
      say(`power cut ${cut + 1}: ${traced.answers} times 200 and ${traced.flushes} flushes traced`);
      await replaceFiles(world, image.cut(cut % 2 === 0 ? 'flushed only' : 'some of the rest', random));
      await rm(trace);
      await node.start();
      await leads.cross(1);
    }
    client.rate(0);
    if (all.answers < cuts * answersOfACut) all.problems.push(`only ${all.answers} answers were traced`);
    return await conclude(world, leads, {
      faults: { 'power cuts': cuts, 'disks opened': all.opened, '200s traced': all.answers, flushes: all.flushes },
      problems: all.problems,
    });
  } finally {
    await world.stop();
  }
}

async function countAnswered({ client }: World): Promise<number> {
  return (await client.figures()).byAnswer['200'] ?? 0;
}

async function untilAnswered(world: World, wanted: number): Promise<void> {
  await waitUntil(
    `${wanted} answers`,
    async () => {
      const answered = await countAnswered(world);
      return answered >= wanted ? { value: true } : { instead: `${answered}` };
    },
    patienceMs,
    20,
  );
}

const filesBeside = (file: string) => [file, `${file}-wal`];

function filesOf({ engine }: World): Map<string, Buffer> {
  return new Map(
    filesBeside(engine.file!).flatMap((file) => {
      try {
        return [[file, readFileSync(file)] as const];
      } catch {
        return [];
      }
    }),
  );
}

/** Replays the trace on the image, and looks at it at every 200. */
async function follow(world: World, image: DiskImage, trace: string, moments: number): Promise<Traced> {
  const [database = '', log = ''] = filesBeside(world.engine.file!);
  const traced: Traced = { answers: 0, flushes: 0, opened: 0, problems: [] };
  /** Ids read on a connection and not answered yet. */
  const asked = new Map<string, string[]>();
  const flushes = new Map<string, Flush>();
  const onDisk = new Set<string>();
  const acknowledged: string[] = [];
  const total = await countAnswers(trace);
  for await (const call of readTrace(trace)) {
    if (call.call === 'write') image.write(call.file, call.data, call.offset);
    else if (call.call === 'truncate') image.truncate(call.file, call.size);
    else if (call.call === 'flush begins') flushes.set(call.thread, image.beginFlush(call.file));
    else if (call.call === 'flush ends') {
      if (call.file !== log && call.file !== database) continue;
      traced.flushes += 1;
      for (const data of image.endFlush(flushes.get(call.thread)!)) {
        for (const id of idsIn(data.toString('latin1'))) onDisk.add(id);
      }
    } else if (call.call === 'received') {
      const ids = idsIn(call.text);
      const open = asked.get(call.connection);
      if (open !== undefined) open.push(...ids);
      else if (call.text.startsWith('POST /v1/')) asked.set(call.connection, ids);
    } else if (asked.has(call.connection) && call.text.startsWith('HTTP/1.1')) {
      const ids = asked.get(call.connection)!;
      asked.delete(call.connection);
      if (!call.text.startsWith('HTTP/1.1 200')) continue;
      traced.answers += 1;
      acknowledged.push(...ids);
      const lost = ids.filter((id) => !onDisk.has(id));
      if (lost.length > 0) traced.problems.push(`200 for ${lost[0]}, which had not been flushed`);
      if (world.random.chance(moments / total)) {
        const how = world.random.chance(0.5) ? ('flushed only' as const) : ('some of the rest' as const);
        traced.problems.push(...(await openCut(world, image.cut(how, world.random), acknowledged)));
        traced.opened += 1;
      }
    }
    if (traced.problems.length > 5) break;
  }
  return traced;
}

async function countAnswers(trace: string): Promise<number> {
  let count = 0;
  for await (const call of readTrace(trace))
    if (call.call === 'sent' && call.text.startsWith('HTTP/1.1 200')) count += 1;
  return count;
}

function idsIn(text: string): string[] {
  return [...text.matchAll(/"messageId":"([^"]+)"/g)].map(([, id]) => id!);
}

async function openCut(world: World, files: Map<string, Buffer>, acknowledged: string[]): Promise<string[]> {
  const copy = path.join(world.folder, 'cut.db');
  for (const file of filesBeside(copy)) await rm(file, { force: true });
  await rm(`${copy}-shm`, { force: true });
  for (const file of filesBeside(world.engine.file!)) {
    const data = files.get(file);
    if (data !== undefined) await writeFile(file.replace(world.engine.file!, copy), data);
  }
  const database = new Database(copy);
  try {
    const whole = database.pragma('integrity_check(1)', { simple: true });
    const ids = new Set(database.prepare<[], string>('SELECT message_id FROM message_ids').pluck().all());
    const lost = acknowledged.filter((id) => !ids.has(id));
    return [
      ...(whole === 'ok' ? [] : [`a disk cut off after ${acknowledged.length} events is damaged: ${whole}`]),
      ...(lost.length === 0
        ? []
        : [`a disk cut off then lacks ${lost.length} acknowledged events, such as ${lost[0]}`]),
    ];
  } finally {
    database.close();
  }
}

/** The node does not run. */
async function replaceFiles({ engine }: World, files: Map<string, Buffer>): Promise<void> {
  for (const file of [...filesBeside(engine.file!), `${engine.file}-shm`]) await rm(file, { force: true });
  for (const [file, data] of files) if (filesBeside(engine.file!).includes(file)) await writeFile(file, data);
}

function add(all: Traced, { answers, flushes, opened, problems }: Traced): void {
  all.answers += answers;
  all.flushes += flushes;
  all.opened += opened;
  all.problems.push(...problems);
}
