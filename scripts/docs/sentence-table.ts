/** Ten sentences as the program reads them, for the README. */
import { type Playbook, parseDefinition } from '@zo/shared';
import { explainSentence } from '../../backend/playbook/explain-sentence.ts';
import { code } from './markdown.ts';

const subject = 'A free user becomes an SQL when ';

/** As somebody might write them, after the subject. */
export const exampleSentences = [
  'zo_pql_score is at least 50 and the company is not on a personal e-mail domain',
  'zo_activation_status is activated AND (zo_company_active_users >= 2 OR company number of employees >= 50)',
  'zo_pql_score is more than 40 AND NOT (company country is Germany OR company country is Austria)',
  'company number of employees is between 50 and 500 AND zo_key_actions_7d is 3 or more',
  'zo_plan is one of (free, "team trial") AND company industry is not one of (EDUCATION_MANAGEMENT, GAMBLING_CASINOS)',
  'job title contains "head of" OR job title contains founder',
  'contact create date is after 2026-01-31 AND zo_last_active_at within the last 7 days',
  'lead status is empty AND hit usage limit at is known',
  'visited pricing in the last 14 days AND at least 3 key actions in the last 7 days AND zo_pql_score >= 50',
  'activated more than 3 days ago AND (no teammate invited in the last 30 days OR zo_company_active_users < 2)',
];

/** Filters about days name a zone; the words of this table do not. */
const timeZone = 'UTC';

/** Throws when a sentence does not parse: the table shows what works. */
export function sentenceTable({ signals }: Pick<Playbook, 'signals'>): string {
  const rows = exampleSentences.map((written, index) => {
    const parsed = parseDefinition(`${subject}${written}`, { signals: signals.map(({ name }) => name) });
    if (!parsed.ok) throw new Error(`"${written}": ${parsed.problems[0]?.message}`);
    const { checklist, filters, carried } = explainSentence(parsed.value.expression, { timeZone });
    const canonical = parsed.value.sentence.slice(subject.length);
    const groups = filters.map((group) => group.join(' AND '));
    return [
      String(index + 1),
      code(written),
      code(canonical),
      checklist.map(({ label, asks }) => `☐ ${label}: ${asks}`).join('<br>'),
      groups.map((group) => (groups.length === 1 ? code(group) : `• ${code(group)}`)).join('<br>'),
      carried.map(code).join('<br>'),
    ];
  });
  return table(
    ['', '… when, as written', 'canonical', 'checklist', 'HubSpot filters', 'carried by `zo_sql_ready`'],
    rows,
  );
}

/** Not padded: its cells are long. */
function table(head: string[], rows: string[][]): string {
  const line = (row: string[]) => `| ${row.map(escaped).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
