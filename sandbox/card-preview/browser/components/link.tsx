import type { LinkProps } from '@hubspot/ui-extensions';
import type { MouseEvent } from 'react';
import { extensionEvent, reactions } from '../extension-event.ts';
import { standIn } from '../stand-in.ts';

export const Link = standIn<LinkProps>('Link', (props) => {
  const { children, href, variant = 'primary', onClick, preventDefault = false, testId } = props;
  const { url, external = false } = typeof href === 'string' ? { url: href } : href;
  const press = (event: MouseEvent) => {
    if (preventDefault) event.preventDefault();
    onClick?.(extensionEvent('click', event.timeStamp), reactions);
  };
  return (
    <a
      href={url}
      className={`link link-${variant}`}
      target="_blank"
      rel="noreferrer"
      onClick={press}
      data-test-id={testId}
    >
      {children}
      {external ? (
        <svg className="external" viewBox="0 0 12 12" role="img" aria-label="opens in a new window">
          <path d="M5 2 H2 V10 H10 V7 M7 2 H10 V5 M10 2 L5.5 6.5" />
        </svg>
      ) : null}
    </a>
  );
});
