import type { AlertProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

export const Alert = standIn<AlertProps>('Alert', ({ title, children, variant = 'info', testId }) => (
  <div className={`alert alert-${variant === 'error' ? 'danger' : variant}`} role="status" data-test-id={testId}>
    <p className="alert-title">{title}</p>
    {children === undefined || children === null ? null : <div className="alert-text">{children}</div>}
  </div>
));
