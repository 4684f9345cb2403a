/** Values that must never be seen outside, and a search for them in everything that a process let out. */

/** None looks like a secret of its kind, so that only whoever knows its value can keep it back. */
export const secretCanaries = {
  HUBSPOT_ACCESS_TOKEN: 'canary hub/access+token=1'.replaceAll(' ', '_'),
  HUBSPOT_CLIENT_SECRET: 'canary_hub"client\\secret%1',
  SLACK_BOT_TOKEN: 'canary_slack/bot+token=1',
  SLACK_SIGNING_SECRET: 'canary_slack&signing=secret',
  WRITE_KEY: 'canary_write/key+1=',
  ADMIN_TOKEN: 'canary_admin/token+1=',
  ENCRYPTION_KEYS: `canary1:${Buffer.from('canary-of-the-encryption-keys-32').toString('base64')}`,
} as const;

/** Parts of what is about somebody. */
export const personalCanaries = {
  email: 'canary.person',
  name: 'Canaria Namesdottir',
} as const;

export type Leak = { canary: string; form: string; near: string };

/** All that is found, in plain and in any of the forms something may have been written in on its way. */
export function findLeaks(text: string, canaries: Record<string, string>): Leak[] {
  return Object.entries(canaries).flatMap(([canary, value]) =>
    Object.entries(formsOf(value)).flatMap(([form, written]) => {
      const at = text.indexOf(written);
      return at === -1 ? [] : [{ canary, form, near: text.slice(Math.max(0, at - 120), at + written.length + 60) }];
    }),
  );
}

function formsOf(value: string): Record<string, string> {
  const json = JSON.stringify(value).slice(1, -1);
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  return {
    plain: value,
    JSON: json,
    'JSON within JSON': JSON.stringify(json).slice(1, -1),
    address: encodeURIComponent(value),
    form,
    hex: Buffer.from(value).toString('hex'),
    ...Object.fromEntries(
      ['', 'a', 'ab'].flatMap((before) => [
        [`base64 behind "${before}"`, within(before, value, 'base64')],
        [`base64url behind "${before}"`, within(before, value, 'base64url')],
      ]),
    ),
  };
}

/** As it stands in the base64 of a longer text, without the letters its neighbours have a part in. */
function within(before: string, value: string, encoding: 'base64' | 'base64url'): string {
  return Buffer.from(before + value)
    .toString(encoding)
    .replaceAll('=', '')
    .slice(before === '' ? 0 : before.length + 1, -2);
}
