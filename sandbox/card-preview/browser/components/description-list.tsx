import type { DescriptionListItemProps, DescriptionListProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

export const DescriptionList = standIn<DescriptionListProps>(
  'DescriptionList',
  ({ children, direction = 'column', testId }) => (
    <dl className={`description-list description-list-${direction}`} data-test-id={testId}>
      {children}
    </dl>
  ),
);

export const DescriptionListItem = standIn<DescriptionListItemProps>(
  'DescriptionListItem',
  ({ label, children, testId }) => (
    <div data-test-id={testId}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  ),
);
