import type { TooltipProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

export const Tooltip = standIn<TooltipProps>('Tooltip', ({ children, testId }) => (
  <div className="tooltip" role="tooltip" data-test-id={testId}>
    {children}
  </div>
));
