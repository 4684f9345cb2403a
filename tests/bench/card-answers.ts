/**
 * The cards' answers with a million events stored: from the signed request to the whole answer, over keep-alive connections
 * of this machine.
 */
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import path from 'node:path';
import { companyCardPath, contactCardPath, contactHistoryPath } from '@zo/shared';
import Database from 'better-sqlite3';
import { headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { emailOf, fillDatabase } from './fill-database.ts';
import { percentile, round } from './median.ts';
import { beginPortal, portalId, type Surroundings, startProduct, untilQuiet } from './product.ts';
import { addContacts, changeHubspot, untilNoCalls } from './sandbox-calls.ts';
import type { Settings } from './settings.ts';
import { repositoryRoot } from './start-process.ts';

const secret = 'bench-client-secret';
const targetP95Ms = 20;
const mostBytes = 100_000;
const warmUpAnswers = 100;
/** One in so many people is a contact in HubSpot; everybody is decided about. */
const peopleToContact = 4;

type Contact = { recordId: string; companyId: number };
/** What is asked: a path with the id of a record. */
type Question = string;
type Answer = { ms: number; bytes: number };

export async function measureCard(surroundings: Surroundings, { cards, cardAnswers, say }: Settings) {
  const { folder, hubspot } = surroundings;
  const startedAt = performance.now();
  const database = path.join(folder, 'card.db');
  const playbook = path.join(repositoryRoot, 'playbooks/acme.yaml');
  const options = { database, playbook, env: { HUBSPOT_CLIENT_SECRET: secret } };
  await changeHubspot(hubspot.url, { tenSecondlyLimit: 1e6, associationBatchLimit: 1e6, searchPerSecond: 1e6 });
  await addContacts(
    hubspot.url,
    Array.from({ length: Math.ceil(cards.people / peopleToContact) }, (_, index) => ({
      email: emailOf(index * peopleToContact, cards),
      lastname: `P${index}`,
    })),
  );
  await beginPortal(surroundings, options);
  say(`card: the contacts are in HubSpot after ${round((performance.now() - startedAt) / 1000)} s`);
  await fillDatabase(database, await readFile(playbook, 'utf8'), cards);
  say(`card: the events are stored after ${round((performance.now() - startedAt) / 1000)} s`);
  const product = await startProduct(surroundings, options);
  await untilQuiet(database, 180_000);
  await untilNoCalls(hubspot.url);
  const { events, contacts, fattest, membersOfFattest, companies } = readRecords(database);
  const setupSeconds = round((performance.now() - startedAt) / 1000);
  say(`card: everybody is decided and in HubSpot after ${setupSeconds} s`);

  const mixed = Array.from({ length: cardAnswers }, (_, index) => {
    const from = index % 10 === 0 ? fattest : contacts;
    return ofContact(contactCardPath, from[(index * 7919) % from.length]!);
  });
  await askCards(product.url, mixed.slice(0, warmUpAnswers), 1);
  const one = await askCards(product.url, mixed, 1);
  const eight = await askCards(product.url, mixed, 8);
  const ofFattest = await askCards(
    product.url,
    mixed.map((_, index) => ofContact(contactCardPath, fattest[(index * 7919) % fattest.length]!)),
    1,
  );
  const history = await askCards(
    product.url,
    mixed.map((_, index) => ofContact(contactHistoryPath, contacts[(index * 7919) % contacts.length]!)),
    1,
  );
  const company = await askCards(
    product.url,
    mixed.map((_, index) => `${companyCardPath}?companyId=${companies[(index * 7919) % companies.length]}`),
    1,
  );
  await product.stop();
  return {
    measure: 'contact card',
    events,
    contacts: contacts.length,
    membersOfFattestCompany: membersOfFattest,
    answers: cardAnswers,
    oneAtATime: describe(one),
    eightAtATime: describe(eight),
    fattestCompany: describe(ofFattest),
    historyCard: describe(history),
    companyCard: describe(company),
    targetP95Ms,
    largestBytes: Math.max(...[...one, ...eight, ...ofFattest].map(({ bytes }) => bytes)),
    mostBytes,
    setupSeconds,
  };
}

function ofContact(path: string, { recordId }: Contact): Question {
  return `${path}?contactId=${recordId}`;
}

/** Contacts linked to a person who was decided about, those of the company with the most people, and linked companies. */
function readRecords(file: string) {
  const database = new Database(file, { readonly: true });
  try {
    const contacts = database
      .prepare(
        `SELECT r.record_id AS recordId, p.company_id AS companyId FROM records r
         JOIN persons p ON p.portal_id = r.portal_id AND p.person_id = r.subject_id
         JOIN decisions d ON d.portal_id = p.portal_id AND d.person_id = p.person_id
         WHERE r.kind = 'contact' AND r.record_id IS NOT NULL`,
      )
      .all() as Contact[];
    const largest = database
      .prepare('SELECT company_id AS companyId, count(*) AS members FROM members GROUP BY 1 ORDER BY 2 DESC LIMIT 1')
      .get() as { companyId: number; members: number };
    return {
      events: database.prepare('SELECT count(*) FROM events').pluck().get() as number,
      contacts,
      fattest: contacts.filter(({ companyId }) => companyId === largest.companyId),
      membersOfFattest: largest.members,
      companies: database
        .prepare("SELECT record_id FROM records WHERE kind = 'company' AND record_id IS NOT NULL")
        .pluck()
        .all() as string[],
    };
  } finally {
    database.close();
  }
}

async function askCards(url: string, questions: Question[], atATime: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atATime });
  const answers: Answer[] = [];
  const waiting = questions.values();
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const question of waiting) answers.push(await askCard(url, question, agent));
    }),
  );
  agent.destroy();
  return answers;
}

function askCard(url: string, question: Question, agent: Agent): Promise<Answer> {
  const address = `${url}${question}&portalId=${portalId}&userId=9&userEmail=maria%40acme.test&appId=1`;
  const headers = headersV3(secret, { method: 'GET', url: address, body: '' }, Date.now());
  return new Promise((resolve, reject) => {
    const from = performance.now();
    get(address, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const ms = performance.now() - from;
        const body = Buffer.concat(chunks);
        const { status } = JSON.parse(String(body)) as { status?: string };
        if (status === 'ready') resolve({ ms, bytes: body.length });
        else reject(new Error(`${question} was answered ${response.statusCode}: ${body}`));
      });
    }).on('error', reject);
  });
}

function describe(answers: Answer[]) {
  const times = answers.map(({ ms }) => ms);
  const at = (share: number) => round(percentile(times, share), 1);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
