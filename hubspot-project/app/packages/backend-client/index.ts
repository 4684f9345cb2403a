export { askBackend, BackendProblem, type ProblemKind, toProblem } from './ask-backend.ts';
export { ErrorScreen } from './ErrorScreen.tsx';
export { type PlaceWords, type ProblemWords, wordProblem } from './problem-words.ts';
export { type AnswerQuery, type AnswerState, useAnswer } from './use-answer.ts';
