/** ajv says what is valid; only what it has confirmed is a witness. */
export { JudgeError } from './compile-schema.js';
export { judgeOf, Witness, type Judge, type Side } from './judge.js';
