import type { EmptyStateProps, ErrorStateProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

export const EmptyState = standIn<EmptyStateProps>('EmptyState', (props) => {
  const { title = 'No data', children, layout = 'horizontal', flush = false, reverseOrder, testId } = props;
  const classes = `state state-${layout}${flush ? ' state-flush' : ''}${reverseOrder ? ' state-reversed' : ''}`;
  return (
    <div className={classes} data-test-id={testId}>
      <svg viewBox="0 0 120 80" aria-hidden="true">
        <rect x="18" y="14" width="84" height="52" rx="6" fill="#eaf0f6" />
        <circle cx="42" cy="36" r="10" fill="#b0c1d4" />
        <path d="M26 60 a16 13 0 0 1 32 0 z" fill="#b0c1d4" />
        <path d="M68 32 h24 M68 42 h24 M68 52 h14" stroke="#7c98b6" strokeWidth="4" strokeLinecap="round" />
      </svg>
      <div className="state-words">
        <h3>{title}</h3>
        {children}
      </div>
    </div>
  );
});

export const ErrorState = standIn<ErrorStateProps>('ErrorState', ({ title, children, type = 'error', testId }) => (
  <div className="state state-vertical" data-test-id={testId}>
    <svg viewBox="0 0 120 80" aria-hidden="true">
      <rect x="26" y="12" width="68" height="56" rx="6" fill="#fdedee" />
      {type === 'lock' ? (
        <path d="M48 38 h24 v18 h-24 z M53 38 v-6 a7 7 0 0 1 14 0 v6" fill="none" stroke="#c9374f" strokeWidth="4" />
      ) : (
        <path d="M60 26 v20 M60 54 v1" stroke="#c9374f" strokeWidth="6" strokeLinecap="round" />
      )}
    </svg>
    <div className="state-words">
      <h3>{title ?? 'Something went wrong'}</h3>
      {children}
    </div>
  </div>
));
