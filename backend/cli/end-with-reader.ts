/** What a shell says of a program that wrote to a pipe nobody reads any more: 128 and SIGPIPE. */
const readerGone = 141;

/** Whoever reads may have had enough (`| head`): then the tool ends without a word, as others do. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(readerGone);
    });
  }
}
