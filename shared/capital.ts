/** As it stands at the beginning of a line: "score 22, below 30" is "Score 22, below 30". */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
