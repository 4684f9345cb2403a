import { LoadingSpinner } from '@hubspot/ui-extensions';

export function LoadingScreen() {
  return <LoadingSpinner label="Loading Zo Handoff" showLabel={true} size="md" layout="centered" />;
}
