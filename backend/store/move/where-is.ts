import { MoveError } from './move-error.ts';

/** Of `postgres://…`, without user and password: "db.example.com:5432/zo". */
export function whereIs(to: string): string {
  const url = /^postgres(ql)?:\/\//.test(to) ? URL.parse(to) : null;
  if (url === null || url.pathname.length < 2) {
    throw new MoveError('--to must be postgres://USER@HOST:5432/DATABASE.');
  }
  return `${url.host}${url.pathname}`;
}
