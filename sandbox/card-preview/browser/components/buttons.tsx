import type { ButtonProps, ButtonRowProps, LoadingButtonProps } from '@hubspot/ui-extensions';
import type { MouseEvent } from 'react';
import { extensionEvent, reactions } from '../extension-event.ts';
import { shortSize, standIn } from '../stand-in.ts';
import { Spinner } from './progress.tsx';

export const Button = standIn<ButtonProps>('Button', (props) => {
  const { children, variant = 'secondary', size, type = 'button', disabled, onClick, testId } = props;
  const press = (event: MouseEvent) => onClick?.(extensionEvent('click', event.timeStamp), reactions);
  return (
    <button
      type={type}
      className={`button button-${variant} button-${shortSize(size, 'md')}`}
      disabled={disabled}
      onClick={press}
      data-test-id={testId}
    >
      {children}
    </button>
  );
});

export const LoadingButton = standIn<LoadingButtonProps>('LoadingButton', (props) => {
  const { children, variant = 'secondary', size, type = 'button', disabled, loading = false, onClick, testId } = props;
  const press = (event: MouseEvent) => onClick?.(extensionEvent('click', event.timeStamp), reactions);
  return (
    <button
      type={type}
      className={`button button-${variant} button-${shortSize(size, 'md')}`}
      disabled={disabled || loading}
      aria-busy={loading}
      onClick={press}
      data-test-id={testId}
    >
      {loading ? <Spinner size="xs" /> : null}
      {children}
    </button>
  );
});

export const ButtonRow = standIn<ButtonRowProps>('ButtonRow', ({ children, testId }) => (
  <div className="button-row" data-test-id={testId}>
    {children}
  </div>
));
