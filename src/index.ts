export type { CallAuthorization, OpenQuestionOptions } from './config/open-questions.js';
export type { Answer, FieldComplaint } from './invite/answer.js';
export type { CallOptions } from './next-identity/call.js';
export { NextIdentityClient } from './next-identity/client.js';
export { NextIdentityError, type NextIdentityErrorKind } from './next-identity/error.js';
export { attributeEquals } from './next-identity/filter.js';
export type { ExchangeHostedCodeRequest, RefreshRequest } from './next-identity/hosted-token.js';
export type { AuthType, NextIdentityOptions, TimeoutOptions } from './next-identity/options.js';
export type {
  PreRegistered,
  PreRegisterRequest,
  ProfileFields,
} from './next-identity/pre-register.js';
export type {
  Attributes,
  GetProfileRequest,
  UpdateProfileRequest,
} from './next-identity/profile.js';
export type { ResendVerificationRequest } from './next-identity/resend-verification.js';
export { toAnswer } from './next-identity/to-answer.js';
export type { ExchangeCodeRequest, ExchangePinRequest } from './next-identity/token.js';
export type { TokenSet } from './next-identity/token-set.js';
export type { FindUsersRequest, UpdateUserRequest } from './next-identity/users.js';
export { RollcallError } from './observe/rollcall-error.js';
