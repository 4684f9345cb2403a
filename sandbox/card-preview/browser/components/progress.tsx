import type { LoadingSpinnerProps, ProgressBarProps } from '@hubspot/ui-extensions';
import { shortSize, standIn } from '../stand-in.ts';

export function Spinner({ size }: { size: string }) {
  return (
    <svg className={`spinner spinner-${size}`} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" />
      <path d="M12 3 A9 9 0 0 1 21 12" />
    </svg>
  );
}

export const LoadingSpinner = standIn<LoadingSpinnerProps>('LoadingSpinner', (props) => {
  const { label, showLabel = false, size, layout = 'inline', testId } = props;
  return (
    <div className={`loading loading-${layout}`} role="status" data-test-id={testId}>
      <Spinner size={shortSize(size, 'sm')} />
      <span className={showLabel ? '' : 'unseen'}>{label}</span>
    </div>
  );
});

export const ProgressBar = standIn<ProgressBarProps>('ProgressBar', (props) => {
  const { title, value = 0, maxValue, valueMax, valueDescription, showPercentage, variant = 'success', testId } = props;
  const most = maxValue ?? valueMax ?? 100;
  const percent = Math.round((100 * value) / most);
  return (
    <div className={`progress progress-${variant}`} data-test-id={testId}>
      {title === undefined ? null : <p className="demibold">{title}</p>}
      <progress value={value} max={most} aria-label={props['aria-label'] ?? title ?? 'Progress'} />
      <p className="microcopy">{valueDescription ?? (showPercentage ? `${percent}%` : '')}</p>
    </div>
  );
});
