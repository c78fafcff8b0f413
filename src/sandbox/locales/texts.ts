/** Everything that people read, in one language. The texts are plain; what is put into them is escaped later. */
export interface Texts {
  readonly lang: string;
  readonly mail: {
    readonly subject: string;
    readonly greeting: (name: string | null) => string;
    readonly text: string;
    readonly button: string;
    readonly ignore: string;
    readonly pinSubject: string;
    readonly pinText: (pin: string) => string;
    readonly sms: (link: string) => string;
  };
  readonly callToAction: {
    readonly title: string;
    readonly text: (identifier: string) => string;
    readonly button: string;
  };
  readonly form: {
    readonly title: string;
    readonly text: string;
    readonly identifier: string;
    /** By the form's names of fields; any other is shown by its name. */
    readonly fields: Readonly<Record<string, string>>;
    readonly password: string;
    readonly passwordHint: string;
    readonly passwordAgain: string;
    readonly terms: string;
    readonly termsText: string;
    readonly readTerms: string;
    readonly privacy: string;
    readonly privacyText: string;
    readonly readPrivacy: string;
    readonly submit: string;
  };
  readonly errors: {
    readonly title: string;
    /** Before the title of the page. */
    readonly prefix: string;
    readonly missing: (label: string) => string;
    readonly tooLong: (label: string) => string;
    readonly address: string;
    readonly passwordLength: string;
    readonly passwordsDiffer: string;
    readonly terms: string;
    readonly privacy: string;
  };
  readonly expired: { readonly title: string; readonly text: string; readonly button: string };
  readonly sentAgain: { readonly title: string; readonly text: string };
  readonly tooSoon: { readonly title: string; readonly text: string };
  readonly used: { readonly title: string; readonly text: string; readonly button: string };
  readonly invalid: { readonly title: string; readonly text: string };
  readonly sandbox: string;
}
