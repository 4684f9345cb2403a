import { Button, EmptyState, Text } from '@hubspot/ui-extensions';

const words = {
  portal: {
    title: 'Zo Handoff is not connected',
    text: 'This HubSpot account is not connected to Zo Handoff yet, so there is nothing to show.',
    next: 'An administrator connects it by installing the app, or by setting HUBSPOT_PORTAL_ID and its token on the service.',
  },
  playbook: {
    title: 'No playbook yet',
    text: 'Nobody has said yet what makes a free user ready for sales.',
    next: 'Write the playbook in the settings of Zo Handoff, or apply a file with "zo playbook apply".',
  },
} as const;

type Props = { missing: 'portal' | 'playbook'; onRetry: () => void };

export function NotConnectedScreen({ missing, onRetry }: Props) {
  const { title, text, next } = words[missing];
  return (
    <EmptyState title={title} imageName="integrations" layout="vertical">
      <Text>{text}</Text>
      <Text variant="microcopy">{next}</Text>
      <Button onClick={onRetry}>Check again</Button>
    </EmptyState>
  );
}
