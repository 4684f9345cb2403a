/** HubSpot's names of colours in charts, as the preview draws them. */
export const chartColours: Record<string, string> = {
  aqua: '#4fb9c9',
  darkAqua: '#00829b',
  blue: '#6a78d1',
  darkBlue: '#425cb8',
  orange: '#f5a04f',
  darkOrange: '#d4621a',
  green: '#5cb57c',
  darkGreen: '#2f7d4f',
  purple: '#a078c9',
  darkPurple: '#6f4aa3',
};

/** The next even number that reads well on an axis. */
export function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const nice = [1, 2, 4, 5, 6, 8, 10].find((factor) => factor * unit >= value) ?? 10;
  return Math.max(2, nice * unit);
}
