import type { ListProps } from '@hubspot/ui-extensions';
import { Children } from 'react';
import { standIn } from '../stand-in.ts';

export const List = standIn<ListProps>('List', ({ children, variant = 'unordered', testId }) => {
  const items = Children.map(children, (child) => <li>{child}</li>);
  return variant.startsWith('ordered') ? (
    <ol className={`list list-${variant}`} data-test-id={testId}>
      {items}
    </ol>
  ) : (
    <ul className={`list list-${variant}`} data-test-id={testId}>
      {items}
    </ul>
  );
});
