import { Link } from '@hubspot/ui-extensions';

/** To one message in Slack; nothing where there is none. */
export function SlackLink({ to }: { to: string | null }) {
  return to === null ? null : <Link href={{ url: to, external: true }}>Open in Slack</Link>;
}
