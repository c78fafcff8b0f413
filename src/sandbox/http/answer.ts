/** What an endpoint says. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The forms in which a page describes one field: absent, empty, wrong, or refused by the form's own rules. */
export type FieldDetail =
  | 'field required'
  | { readonly missing: 'required' }
  | { readonly invalid: string }
  | readonly string[];

/**
 * `http_exception`: the request was refused as such (response-codes-preregister, response-code-users-find). The
 * message sits where unify-journeys-hosted-user-info shows it: `{"error_details": {"message": "Unauthorized"}}`.
 */
export function httpException(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body: { error: 'http_exception', error_details: { message } }, headers };
}

/** 400 `invalid_parameters` for a body that is no JSON (response-codes-preregister). */
export function invalidJson(): Answer {
  const error_details = { message: 'Invalid json format' };
  return { status: 400, body: { error: 'invalid_parameters', error_details } };
}

/** 422 `invalid_parameters`: keys that are absent, empty or wrong; no description (response-codes-preregister). */
export function invalidParameters(fields: Readonly<Record<string, FieldDetail>>): Answer {
  return { status: 422, body: { error: 'invalid_parameters', error_details: fields } };
}

/** 422 `invalid_form_fields`: what the profile form refuses (response-codes-preregister, response-codes-register). */
export function invalidFormField(field: string, message: string): Answer {
  return {
    status: 422,
    body: {
      error: 'invalid_form_fields',
      error_description: 'some inputs are invalid',
      error_details: { [field]: [message] },
    },
  };
}

/**
 * 422 `missing_argument` with null details (response-codes-preregister). The description is cut off after
 * "Missing Param" in response-codes-resend-verification; the rest is an assumption.
 */
export function missingArgument(): Answer {
  return {
    status: 422,
    body: {
      error: 'missing_argument',
      error_description: 'Missing Parameter',
      error_details: null,
    },
  };
}
