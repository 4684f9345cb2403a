/** How a program that runs recorded statements again says that it is ready, and answers the one question it is asked. */
export function answerReplay(replay: () => Promise<{ ms: number; cpuMs: number; failed: number }>): void {
  process.on('message', (question) => {
    if (question !== 'replay') return;
    replay().then(
      (answer) => process.send?.({ question, answer }),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('SIGTERM', () => process.exit(0));
  console.log(JSON.stringify({ msg: 'listening', url: 'none' }));
}
