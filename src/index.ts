export { RollcallError } from './observe/rollcall-error.js';
