import { Alert, Link, Text } from '@hubspot/ui-extensions';

export function TestSent({ place, link }: { place: string; link: string | null }) {
  return (
    <Alert title={`A test message is in ${place}`} variant="success">
      {link === null ? (
        <Text>Look for it in Slack.</Text>
      ) : (
        <Link href={{ url: link, external: true }}>Show it in Slack</Link>
      )}
    </Alert>
  );
}
