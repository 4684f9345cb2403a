/** A file is read as it comes: however long it is, it takes as much memory as a short one. In processes of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { repository } from '../../repository/source-files.ts';

const mb = 1024 * 1024;
/** More than the tool needs, and much less than the long file is. */
const heapMb = 96;
const tellPeak = 'process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-memory-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** So many times four megabytes of rows, each part gzipped for itself: several gzipped files in a row are one. */
async function fileOf(parts: number, row: (index: number) => string, header = ''): Promise<string> {
  const rows: string[] = [];
  for (let bytes = 0, index = 0; bytes < 4 * mb; index += 1) {
    rows.push(row(index));
    bytes += rows.at(-1)!.length + 1;
  }
  const part = gzipSync(`${rows.join('\n')}\n`);
  const file = path.join(folder, `${parts}-${header.length}.gz`);
  await writeFile(file, Buffer.concat([gzipSync(header), ...Array.from({ length: parts }, () => part)]));
  return file;
}

/** `peak`: the most memory the process ever had, in bytes. */
async function dryRun(file: string): Promise<{ code: number; good: number; peak: number }> {
  const options = [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=8'];
  const child = spawn(
    process.execPath,
    [
      ...options,
      '--import',
      `data:text/javascript,${tellPeak}`,
      'backend/cli/zo.ts',
      'backfill',
      '--dry-run',
      '--json',
      file,
    ],
    { cwd: repository, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return {
    code,
    good: JSON.parse(stdout || '{"files":[{}]}').files[0].good,
    peak: Number(/^peak (\d+)$/m.exec(stderr)?.[1]) * 1024,
  };
}

const timestamp = '2026-01-01T10:00:00Z';
const filler = 'x'.repeat(2_000);

it.each([
  [
    'JSON lines',
    (index: number) =>
      JSON.stringify({ type: 'track', event: 'Opened', userId: `u${index}`, timestamp, properties: { filler } }),
    '',
  ],
  ['CSV', (index: number) => `Opened,u${index},${timestamp},"${filler}"`, 'event,user_id,timestamp,filler\n'],
])(
  '100 MB of %s take no more than 4 MB of it do',
  async (_name, row, header) => {
    const short = await dryRun(await fileOf(1, row, header));
    const long = await dryRun(await fileOf(25, row, header));
    expect([short.code, long.code]).toEqual([0, 0]);
    expect(long.good).toBe(25 * short.good);
    expect(long.peak).toBeLessThan(short.peak + 64 * mb);
  },
  120_000,
);
