export type { Answer, FieldComplaint } from './invite/answer.js';
export type { CallOptions } from './next-identity/call.js';
export { NextIdentityClient } from './next-identity/client.js';
export { NextIdentityError, type NextIdentityErrorKind } from './next-identity/error.js';
export type { CallAuthorization, OpenQuestionOptions } from './next-identity/open-questions.js';
export type { AuthType, NextIdentityOptions, TimeoutOptions } from './next-identity/options.js';
export type {
  PreRegistered,
  PreRegisterRequest,
  ProfileFields,
} from './next-identity/pre-register.js';
export { toAnswer } from './next-identity/to-answer.js';
export { RollcallError } from './observe/rollcall-error.js';
