import type { RosterField } from './roster.js';

/** Headings by which a column is known, as `plain` leaves them: lower case, letters and digits only. */
const ALIASES: Readonly<
  Record<Exclude<RosterField, `resourceAccess${string}`>, readonly string[]>
> = {
  firstName: ['firstname', 'givenname', 'forename', 'fname', 'preferredfirstname'],
  lastName: ['lastname', 'surname', 'familyname', 'lname'],
  emailAddress: [
    'email',
    'emailaddress',
    'emailid',
    'mail',
    'mailaddress',
    'workemail',
    'workemailaddress',
    'workmail',
    'businessemail',
    'businessemailaddress',
    'companyemail',
    'companyemailaddress',
    'corporateemail',
    'officeemail',
    'primaryemail',
  ],
  mobileNumber: [
    'mobile',
    'mobilenumber',
    'mobilephone',
    'mobilephonenumber',
    'mobileno',
    'workmobile',
    'cell',
    'cellphone',
    'cellnumber',
    'cellphonenumber',
    'phone',
    'phonenumber',
    'phoneno',
    'telephone',
    'telephonenumber',
  ],
  locale: ['locale', 'language', 'languagecode', 'lang', 'preferredlanguage', 'preferredlocale'],
  employeeNumber: [
    'employeenumber',
    'employeeno',
    'employeeid',
    'employeecode',
    'empid',
    'empno',
    'staffnumber',
    'staffid',
    'staffno',
    'personnelnumber',
    'personnelid',
    'payrollnumber',
    'workerid',
  ],
};

const FIELD_BY_ALIAS: ReadonlyMap<string, RosterField> = new Map(
  Object.entries(ALIASES).flatMap(([field, aliases]) =>
    aliases.map((alias) => [alias, field as RosterField] as const),
  ),
);

/** Vendor fact: profile fields named `resourceAccess<Name>` are the client's access flags [docs-prereg]. */
const ACCESS_COLUMN = /^resourceAccess[A-Z0-9][A-Za-z0-9]*$/;

/** The field that a heading names, if Rollcall knows it; case, spaces, punctuation and accents do not matter. */
export function fieldOfColumn(heading: string): RosterField | undefined {
  const exact = heading.trim();
  if (isAccessField(exact)) return exact;
  return FIELD_BY_ALIAS.get(plain(heading));
}

/** Whether a field or a heading is one of the client's access flags, `resourceAccess<Name>` to the letter. */
export function isAccessField(name: string): name is `resourceAccess${string}` {
  return ACCESS_COLUMN.test(name);
}

function plain(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
