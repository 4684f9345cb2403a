/**
 * The home page's answer with a million events and ten thousand handoffs stored: from the signed request to the whole answer,
 * over keep-alive connections of this machine.
 */
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import path from 'node:path';
import { homePath, homeTablePath } from '@zo/shared';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { addHandoffs } from './add-handoffs.ts';
import { fillDatabase } from './fill-database.ts';
import { percentile, round } from './median.ts';
import { beginPortal, portalId, type Surroundings, startProduct, untilQuiet } from './product.ts';
import { changeHubspot } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';
import { repositoryRoot } from './start-process.ts';

const secret = 'bench-client-secret';
const targetP95Ms = 100;
const warmUpAnswers = 20;

type Answer = { ms: number; bytes: number };

export async function measureHome(surroundings: Surroundings, { home, homeAnswers, say }: Settings) {
  const { folder, hubspot } = surroundings;
  const startedAt = performance.now();
  const seconds = () => round((performance.now() - startedAt) / 1000);
  const database = path.join(folder, 'home.db');
  const playbook = path.join(repositoryRoot, 'playbooks/acme.yaml');
  const options = { database, playbook, env: { HUBSPOT_CLIENT_SECRET: secret } };
  await changeHubspot(hubspot.url, { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6 });
  await beginPortal(surroundings, options);
  await fillDatabase(database, await readFile(playbook, 'utf8'), home.population);
  say(`home: the events are stored after ${seconds()} s`);
  const decided = await startProduct(surroundings, options);
  await untilQuiet(database, 600_000);
  await decided.stop();
  const stored = await addHandoffs(database, home.handoffs);
  const setupSeconds = seconds();
  say(`home: everybody is decided, and the handoffs are stored, after ${setupSeconds} s`);

  const product = await startProduct(surroundings, options);
  await untilCounted(product.url);
  await askMany(product.url, homePath, warmUpAnswers, 1);
  const one = await askMany(product.url, homePath, homeAnswers, 1);
  const four = await askMany(product.url, homePath, homeAnswers, 4);
  const nearMisses = await askMany(product.url, `${homeTablePath}?name=near-misses&sort=person&page=3`, homeAnswers, 1);
  await product.stop();
  return {
    measure: 'home page',
    ...stored,
    answers: homeAnswers,
    oneAtATime: describe(one),
    fourAtATime: describe(four),
    sortedNearMisses: describe(nearMisses),
    targetP95Ms,
    largestBytes: Math.max(...[...one, ...four].map(({ bytes }) => bytes)),
    setupSeconds,
  };
}

/** The first count of everything is made in the background. */
async function untilCounted(url: string): Promise<void> {
  const agent = new Agent();
  for (let isCounted = false; !isCounted; ) {
    const { body } = await ask(url, homePath, agent);
    const { status, funnel, firstCalls } = JSON.parse(body) as Record<string, unknown>;
    if (status !== 'ready') throw new Error(`the home page was answered ${body.slice(0, 200)}`);
    isCounted = funnel !== null && firstCalls !== null;
  }
  agent.destroy();
}

async function askMany(url: string, asked: string, count: number, atATime: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atATime });
  const answers: Answer[] = [];
  let left = count;
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (left > 0) {
        left -= 1;
        const { ms, body } = await ask(url, asked, agent);
        answers.push({ ms, bytes: Buffer.byteLength(body) });
      }
    }),
  );
  agent.destroy();
  return answers;
}

function ask(url: string, asked: string, agent: Agent): Promise<{ ms: number; body: string }> {
  const query = `portalId=${portalId}&userId=9&userEmail=ops%40acme.test&appId=1`;
  const address = `${url}${asked}${asked.includes('?') ? '&' : '?'}${query}`;
  const headers = headersV3(secret, { method: 'GET', url: address, body: '' }, Date.now());
  return new Promise((resolve, reject) => {
    const from = performance.now();
    get(address, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const ms = performance.now() - from;
        const body = String(Buffer.concat(chunks));
        if (response.statusCode === 200) resolve({ ms, body });
        else reject(new Error(`${asked} was answered ${response.statusCode}: ${body}`));
      });
    }).on('error', reject);
  });
}

function describe(answers: Answer[]) {
  const times = answers.map(({ ms }) => ms);
  const at = (share: number) => round(percentile(times, share), 1);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
