/** `docs/reports.md`: three reports in HubSpot's own builder, and the operator's commands beside them with sample output. */
import { contactProperties, type PropertyDefinition, propertyGroup } from '@zo/shared';
import { describeOutcomes } from '../../backend/cli/describe-outcomes.ts';
import { describeReview } from '../../backend/cli/describe-review.ts';
import { describeSla } from '../../backend/cli/describe-sla.ts';
import { makeDigest } from '../../backend/reports/digest.ts';
import { digestDue } from '../../backend/reports/digest-due.ts';
import { wordDigest } from '../../backend/reports/digest-words.ts';
import type { TimeOf } from '../../backend/reports/first-calls.ts';
import { handoffColumns } from '../../backend/reports/handoff-row.ts';
import { reportOutcomes } from '../../backend/reports/outcomes-report.ts';
import { readDay } from '../../backend/reports/report-period.ts';
import { reportHandoff } from '../../backend/reports/reported-handoff.ts';
import { reportReview } from '../../backend/reports/review-report.ts';
import { reportSla } from '../../backend/reports/sla-report.ts';
import { code, numbered } from './markdown.ts';
import { sampleBefore, sampleDigestAt, sampleHandoffs, sampleHours, sampleZone } from './sample-handoffs.ts';

export function reportsPage(): string {
  const sample = sampleOutput();
  return `${[
    introduction,
    inHubspot(),
    slaByOwner(),
    handoffsByWeek(),
    winRate(),
    `## The operator's reports

${commands}

The output below is that of the program for two weeks of the sample company, which went live on 2 March.`,
    `### \`zo report sla\`

${fenced('npm run zo -- report sla --from 2026-03-02 --to 2026-03-15', sample.sla)}

${howSla}`,
    `### \`zo report outcomes\`

${fenced('npm run zo -- report outcomes --from 2026-03-02 --to 2026-03-15', sample.outcomes)}

${howOutcomes}`,
    `### \`zo report review\`

${fenced('npm run zo -- report review --from 2026-03-02 --to 2026-03-15', sample.review)}

${howReview}`,
    `## The weekly digest

${aboutDigest}

\`\`\`text
${sample.digest.join('\n')}
\`\`\``,
    exporting(),
  ].join('\n\n')}\n`;
}

const introduction = `# Reports

<!-- Written by \`npm run docs\` from the property catalogue and the reports' own code. Do not edit. -->

RevOps can read the same handoffs in two places. HubSpot's reports show what stands on the contacts now: a contact carries its
**newest** handoff, whoever has it. The operator's commands count **every** handoff, with the earlier owners of each, in working
minutes. Where a contact was handed off twice, or a handoff changed hands, the two differ, and the commands are the fuller ones.`;

function inHubspot(): string {
  return `## Three reports in HubSpot

They need the custom report builder, which comes with the **Professional** and **Enterprise** editions of the Marketing, Sales,
Service, Data, Content and Commerce Hubs, and a user who may create and edit reports. On Free and Starter, use the commands below. HubSpot renames its menus now and then; the internal names in
\`code\` stay.

Each begins in the same way: **Reporting** > **Reports** > **Create report** > **Custom report builder**. In the list of fields, type
the label; ours are in the group **${propertyGroup.label}**.`;
}

function slaByOwner(): string {
  return `### 1. SLA by owner

${numbered([
  'Data sources: **Contacts** as the primary one, and no other. **Next**.',
  `Chart: **Bar**, stacked. ${field('zo_handoff_owner')} to the Y-axis, **Count of contacts** to the X-axis, ${field('zo_sla_status')} to **Break down by**.`,
  `Filters: ${field('zo_handoff_at')} is known, and within the time you ask about; ${field('zo_sla_status')} is any of ${options('zo_sla_status')}.`,
  `For the time to the first call make a second report in the same way, with ${field('zo_minutes_to_first_touch')} in place of the count, as an average. These are working minutes. The median and the 90th percentile are in \`zo report sla\`.`,
  'Save it as **Zo | First calls by owner** and put it on a dashboard.',
])}`;
}

function handoffsByWeek(): string {
  return `### 2. Handoffs by week

${numbered([
  'Data sources: **Contacts** as the primary one, and no other. **Next**.',
  `Chart: **Column**. ${field('zo_handoff_at')} to the X-axis, its frequency **Weekly**; **Count of contacts** to the Y-axis; ${field('zo_handoff_status')} to **Break down by**.`,
  `Filter: ${field('zo_handoff_at')} is known.`,
  'Save it as **Zo | Handoffs by week**.',
])}

${field('zo_handoff_count')} says how often a contact has been handed off: where it is above 1, only the newest handoff is in the chart.`;
}

function winRate(): string {
  return `### 3. PLG win rate

By the outcome of the handoff, on contacts alone:

${numbered([
  'Data sources: **Contacts** as the primary one, and no other. **Next**.',
  `Chart: **Donut**. ${field('zo_handoff_outcome')} to **Break down by**, **Count of contacts** to the values. Show the share.`,
  `Filters: ${field('zo_handoff_outcome')} is any of ${options('zo_handoff_outcome', ['won', 'lost', 'returned', 'not_a_fit'])}. The share of ${options('zo_handoff_outcome', ['won'])} is the win rate, reckoned as \`zo report outcomes\` does, of the newest handoff of each contact.`,
  'Save it as **Zo | PLG win rate**.',
])}

By deals and their amounts, on contacts and deals:

${numbered([
  'Data sources: **Contacts** as the primary one, then **Deals**. **Next**.',
  'Chart: **Summary table** or **Column**. **Count of deals**, and **Amount** as a sum, to the values; **Is closed won** (`hs_is_closed_won`) to **Break down by**.',
  `Filters: ${field('zo_handoff_at')} is known; **Is deal closed?** (\`hs_is_closed\`) is true; **Close date** (\`closedate\`) within the time you ask about.`,
  `The share of deals with **Is closed won** true is the win rate of product-led deals. A contact with two deals counts with both, and a deal counts although it was closed before ${field('zo_handoff_at')}: compare the dates where that matters.`,
])}`;
}

const commands = `\`npm run zo -- report --help\` lists them. Each takes \`--from DAY\` and \`--to DAY\` (days of the portal's time zone, both included; without
them everything is counted), \`--csv FILE\` for a table that no spreadsheet takes for a formula, and \`--json\`.`;

const howSla = `- **By handoff** (in all, by week, size and condition): the working minutes from the handoff to the first call, which is what the lead waited.
  A handoff is *breached* as soon as one of its owners let the call be; *stopped* means that it ended before the call was due.
- **By owner**: each assignment counts for whoever had it, from when they got it. A breach of an earlier owner is theirs, and the next
  owner begins with a clock of their own. A call that came late is *breached*, and its minutes count in the median.
- **Median** and **90 % within** are percentiles by nearest rank: always a time that really was, never one between two.
- Weeks are those of ISO 8601, from Monday, in the portal's time zone. The company size is HubSpot's number of employees at the handoff.
- **Before go-live**: contacts that became SQL in the 90 days before, counted from then, or from when their present owner got them if that
  was later, to that owner's first engagement, by HubSpot's own properties and in working hours. It is read once, on the day of going live
  (or at the first report after it), and kept, because HubSpot forgets a first engagement when the owner is cleared. Who had none, or was
  in touch before they became SQL, is counted and has no time. HubSpot knows the last assignment only, so that the wait for an
  earlier owner is not in it.`;

const howOutcomes = `A handoff counts in the week in which it was opened, and under whoever had it last. The **win rate** is what was won of what ended with sales:
won, lost, returned and not a fit. What a reviewer rejected, or was withdrawn before anybody was told, is not in it. Reasons of
returns are counted without their figures: "score 24, below 30" is "score below 30".`;

const howReview = `The time in review is that by the calendar, from asking to the decision.`;

const aboutDigest = `On Monday from 09:00 on, in the portal's time zone, last week is told in Slack: in the playbook's \`operator channel:\`, else to the first of
\`ADMIN_EMAILS\` found there. Once a week, however often the service starts; never after that Monday; and not before anybody was handed off. First
calls are those of handoffs handed off in the week, as they stand on Monday; ends are those of the week, whenever the handoff began.`;

function exporting(): string {
  return `## Everything as a table

\`npm run zo -- export handoffs --csv handoffs.csv\` writes every handoff as one row, oldest first, with a header; without \`--csv\` it writes to standard
output (\`npm run --silent zo -- …\` leaves out the lines that npm itself prints first, there and with \`--json\`). Times are in UTC. The columns: ${handoffColumns.map(code).join(', ')}.`;
}

function sampleOutput() {
  const timeOf: TimeOf = () => ({ hours: sampleHours, zone: sampleZone });
  const handoffs = sampleHandoffs().map((handoff) => reportHandoff(handoff, timeOf));
  const handedOff = handoffs.filter(({ handedOffAt }) => handedOffAt !== null);
  const about = {
    period: { from: readDay('2026-03-02'), to: readDay('2026-03-15') },
    timeZone: sampleZone,
  };
  const closed = handoffs.filter(({ closedAt }) => closedAt !== null);
  const now = { waitingForOwner: 1, inReview: 0, alarms: 1 };
  const digest = wordDigest(makeDigest(digestDue(sampleDigestAt, sampleZone)!, { handedOff, closed }, now));
  return {
    sla: describeSla({ ...about, ...reportSla(handedOff, sampleZone, sampleBefore()) }),
    outcomes: describeOutcomes({ ...about, ...reportOutcomes(handoffs, sampleZone) }),
    review: describeReview({ ...about, ...reportReview(handoffs) }),
    digest: [digest.title, ...digest.lines],
  };
}

function fenced(command: string, lines: string[]): string {
  return `\`\`\`text\n$ ${command}\n${lines.join('\n')}\n\`\`\``;
}

function definitionOf(name: string): PropertyDefinition {
  const found = contactProperties.find((property) => property.name === name);
  if (found === undefined) throw new Error(`There is no contact property ${name}`);
  return found;
}

/** "**First call status** (`zo_sla_status`)". */
function field(name: string): string {
  return `**${definitionOf(name).label}** (${code(name)})`;
}

/** "Met (`met`), Breached (`breached`)"; all of them unless some are named. */
function options(name: string, values?: string[]): string {
  return (definitionOf(name).options ?? [])
    .filter(({ value }) => values === undefined || values.includes(value))
    .map(({ label, value }) => `${label} (${code(value)})`)
    .join(', ');
}
