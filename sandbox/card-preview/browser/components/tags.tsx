import type { StatusTagProps, TagProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

/** One line, cut off where it does not fit, as HubSpot does with tags. */
export const StatusTag = standIn<StatusTagProps>('StatusTag', ({ children, variant = 'default', hollow, testId }) => (
  <div className={`tag status-tag status-${variant}${hollow ? ' hollow' : ''}`} data-test-id={testId}>
    <span className="dot" aria-hidden="true" />
    <span className="tag-text">{children}</span>
  </div>
));

export const Tag = standIn<TagProps>('Tag', ({ children, variant = 'default', inline = false, testId }) => (
  <span className={`tag tag-${variant}${inline ? ' tag-inline' : ''}`} data-test-id={testId}>
    <span className="tag-text">{children}</span>
  </span>
));
