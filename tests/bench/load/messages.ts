/** The events that are sent: track calls of exactly 300 bytes, told apart by their message id and their user. */

export const bodyBytes = 300;
/** A smoke run has fewer; the programs that it starts are told by BENCH_QUICK. */
export const isQuick = process.argv.includes('--quick') || process.env.BENCH_QUICK === '1';
if (isQuick) process.env.BENCH_QUICK = '1';
export const users = isQuick ? 200 : 2_000;

/** Of 20 events two are signals of the playbook; the others are what a product tells besides. */
export const eventNames = [
  'Report Created',
  'Dashboard Shared',
  ...[
    'Report Viewed',
    'Report Exported',
    'Dashboard Viewed',
    'Dashboard Filtered',
    'Chart Resized',
    'Comment Added',
    'Comment Resolved',
    'Search Performed',
    'Filter Saved',
    'Settings Opened',
    'Profile Updated',
    'File Uploaded',
    'Row Edited',
    'Column Added',
    'Table Sorted',
    'Help Opened',
    'Tour Started',
    'Notification Read',
  ],
];

/** A run's ids: eight characters of the run, twelve digits. */
export const idLength = 20;

/** The text of a message around its id and its user's number (five digits). */
export type Template = { beforeId: string; beforeUser: string; afterUser: string };

export function templates(): Template[] {
  return eventNames.map((event) => {
    const beforeId = '{"messageId":"';
    const beforeUser = `","type":"track","event":"${event}","userId":"user-`;
    const rest =
      '","context":{"library":{"name":"@segment/analytics-node","version":"3.1.0"},"ip":"203.0.113.7"},' +
      '"properties":{"plan":"free","seats":4,"note":"';
    const used = beforeId.length + idLength + beforeUser.length + 5 + rest.length + 3;
    const afterUser = `${rest}${'x'.repeat(bodyBytes - used)}"}}`;
    return { beforeId, beforeUser, afterUser };
  });
}

export function userOf(index: number, among = { users, stride: 1 }): string {
  return String((index % among.users) * among.stride).padStart(5, '0');
}

/** The message of one index: which user and which event follow from it alone. */
export function message(run: string, index: number, all: Template[], among = { users, stride: 1 }): string {
  const { beforeId, beforeUser, afterUser } = all[index % all.length]!;
  // Users are spread so that neighbours in time are different people.
  const id = `${run}${String(index).padStart(12, '0')}`;
  return `${beforeId}${id}${beforeUser}${userOf(index * 7, among)}${afterUser}`;
}

/** What introduces a user before events are measured: an e-mail address in one of a tenth as many companies. */
export function introduction(index: number): object {
  return {
    type: 'identify',
    messageId: `introduction-${index}`,
    userId: `user-${userOf(index)}`,
    traits: {
      email: `user${index}@company${index % (users / 10)}.test`,
      firstName: 'User',
      lastName: `Number ${index}`,
    },
  };
}

/** The user's first activity: an ordinary event. Whoever is measured has been active in this hour already. */
export function firstActivity(index: number): object {
  return {
    type: 'track',
    messageId: `first-activity-${index}`,
    userId: `user-${userOf(index)}`,
    event: 'Report Viewed',
  };
}
