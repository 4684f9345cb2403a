import type { ScoreProps } from '@hubspot/ui-extensions';
import { standIn } from '../stand-in.ts';

const radius = 26;
const around = 2 * Math.PI * radius;

/** A ring from 0 to 100; red up to 32, yellow up to 65, then green. */
export const ScoreCircle = standIn<ScoreProps>('ScoreCircle', ({ score, testId }) => {
  const tone = score < 33 ? 'low' : score < 66 ? 'middle' : 'high';
  const part = (around * Math.min(100, Math.max(0, score))) / 100;
  return (
    <svg
      className={`score-circle score-${tone}`}
      viewBox="0 0 64 64"
      role="img"
      aria-label={`Score ${score}`}
      data-test-id={testId}
    >
      <circle cx="32" cy="32" r={radius} className="score-ground" />
      <circle
        cx="32"
        cy="32"
        r={radius}
        className="score-ring"
        strokeDasharray={`${part} ${around}`}
        transform="rotate(-90 32 32)"
      />
      <text x="32" y="38" textAnchor="middle">
        {score}
      </text>
    </svg>
  );
});
