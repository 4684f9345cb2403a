import { Button, EmptyState, Text } from '@hubspot/ui-extensions';

const words = {
  portal: {
    title: 'Zo Handoff is not connected',
    text: 'This HubSpot account is not connected to Zo Handoff yet, so no product activity arrives here.',
    next: 'An administrator connects it by installing the app, or by setting HUBSPOT_PORTAL_ID and its token on the service.',
  },
  playbook: {
    title: 'No playbook yet',
    text: 'Product events arrive, but nobody has said what makes a free user ready for sales.',
    next: 'Whoever runs Zo Handoff writes a playbook and applies it with "zo playbook apply".',
  },
} as const;

type Props = { missing: 'portal' | 'playbook'; onRetry: () => void };

export function NotConnectedScreen({ missing, onRetry }: Props) {
  const { title, text, next } = words[missing];
  return (
    <EmptyState title={title} imageName="integrations" layout="vertical" flush={true}>
      <Text>{text}</Text>
      <Text variant="microcopy">{next}</Text>
      <Button onClick={onRetry}>Check again</Button>
    </EmptyState>
  );
}
