/** Statements that may forget their portal without anybody outside noticing, by how they begin, and why. */
type Unnoticeable = { begins: string; because: string };

const readAgain =
  'it only names rows by their numbers; they are read, changed and deleted by a statement that has the portal too';
const ofMetrics = 'a figure of /metrics, where all portals are added up here, and which changes by itself';
const onlyWords =
  'words that an erasure looks for in rows of its own portal: with more of them it looks for more, in the same rows';
const sameFigures = 'the company that both portals have has the same figures in both';

export const unnoticeable: Unnoticeable[] = [
  { begins: 'SELECT effect_key FROM outbox WHERE portal_id = ? AND effect_key', because: readAgain },
  {
    begins: 'SELECT effect_key, kind, state, payload_json, result_json FROM outbox WHERE portal_id = ?',
    because: readAgain,
  },
  {
    begins: 'SELECT effect_key, lane, kind, priority, payload_json FROM outbox WHERE portal_id = ? AND effect_key = ?',
    because:
      'what is wanted again of a record of that number, in its own portal; a row of that key says the same in both',
  },
  { begins: 'SELECT callback_id FROM action_calls WHERE portal_id = ? AND handoff_id IN', because: readAgain },
  { begins: 'SELECT audit_id AS id, at, 0 AS is_needed FROM audit', because: readAgain },
  { begins: 'SELECT r.receipt_id AS id, r.at, EXISTS', because: readAgain },
  {
    begins: 'SELECT person_id FROM decisions WHERE portal_id = ? AND company_id = ? AND crossed_at',
    because: readAgain,
  },
  {
    begins:
      "SELECT person_id FROM persons WHERE portal_id = ? AND in_lower_case(json_extract(profile_json, '$.email'))",
    because: readAgain,
  },
  {
    begins: 'SELECT person_id, company_id, via, joined_at FROM members INDEXED BY members_by_person',
    because: readAgain,
  },
  { begins: 'SELECT subject_id FROM records INDEXED BY records_by_record_id', because: readAgain },
  { begins: 'WITH RECURSIVE a (id) AS ( SELECT ? UNION SELECT m.from_id', because: readAgain },
  {
    begins:
      'SELECT decided_at, playbook_version, ready, gate, crossed_at, decision_json FROM decisions WHERE portal_id',
    because: 'the decision before, of a person of that number, who was decided alike in both portals',
  },
  {
    begins: 'SELECT alarm_key, message, raised_at FROM alarms WHERE portal_id = ?',
    because:
      'of those read, an export tells of what names the person, whom no alarm of the other portal names; an erasure deletes by portal and key',
  },
  {
    begins: 'SELECT 1 FROM forgotten_identities WHERE portal_id = ? LIMIT 1',
    because: 'it only saves looking for each identity, which is looked for in its portal',
  },
  {
    begins: "SELECT 1 FROM records WHERE portal_id = ? AND kind = 'contact' AND facts_json IS NOT NULL",
    because: 'whether there is any at all: companies of HubSpot have other numbers in each portal',
  },
  {
    begins: 'SELECT r.record_id FROM members m JOIN records r',
    because:
      'contacts whose company is asked for in the HubSpot account of the portal itself, which has no such contacts',
  },
  {
    begins: 'SELECT m.person_id FROM members m JOIN records r',
    because:
      "numbers of people whose contacts are read again in the background: those of the portal itself, in its own HubSpot account; the store's own tests say whose they are",
  },
  { begins: 'SELECT count(*) AS count FROM (SELECT 1 FROM alarms', because: ofMetrics },
  { begins: 'SELECT count(*) AS count FROM (SELECT 1 FROM handoffs', because: ofMetrics },
  { begins: 'SELECT state, count(*) AS effects FROM outbox', because: ofMetrics },
  {
    begins: 'SELECT count(*) AS rows FROM persons WHERE portal_id = ?',
    because: 'how much there is to read, which an answer does not tell',
  },
  { begins: 'SELECT identity FROM identities WHERE portal_id = ? AND person_id IN', because: onlyWords },
  {
    begins: "SELECT json_extract(profile_json, '$.email') AS email FROM persons WHERE portal_id = ? AND person_id IN",
    because: onlyWords,
  },
  {
    begins: 'SELECT name, last_seen_at FROM events_seen WHERE portal_id = ? AND name IN',
    because: 'when events of the same names came last, in both portals at the same time',
  },
  { begins: 'SELECT day, active_users AS activeUsers FROM company_days', because: sameFigures },
  {
    begins:
      "SELECT json_extract(p.profile_json, '$.email') AS email, json_extract(p.usage_json, '$.activeDays') AS days_json",
    because: sameFigures,
  },
  {
    begins:
      'SELECT seq, person_id, received_at, source, body_json FROM events WHERE portal_id = ? ORDER BY seq LIMIT ?',
    because: 'which events are old enough to be forgotten: none is, in either portal',
  },
  {
    begins: 'SELECT subject_id, record_id, wanted_json, written_json, facts_json, facts_at, problem, deleted_id',
    because: "run by the portal's own timer, which no call reaches",
  },
  {
    begins: 'SELECT p.person_id, p.profile_json, c.profile_json AS company_json, r.record_id, r.facts_json',
    because: 'names for what the home page lists, counted in the background: seen only when that falls into a call',
  },
  {
    begins: "SELECT received_at AS at FROM events WHERE portal_id = ? AND source <> 'sample' ORDER BY seq DESC",
    because: 'a moment and nothing else, and moments differ from call to call',
  },
];
