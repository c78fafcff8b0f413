import type { Texts } from './texts.js';

export const en: Texts = {
  lang: 'en',
  mail: {
    subject: 'Activate your account',
    greeting: (name) => (name === null ? 'Hello,' : `Hello ${name},`),
    text: 'An account has been created for you. Activate it to set a password and sign in.',
    button: 'Activate account',
    ignore: 'If you did not expect this message, you can ignore it.',
    pinSubject: 'Your verification code',
    pinText: (pin) => `Your verification code is ${pin}. Do not share it with anyone.`,
    sms: (link) => `Activate your account: ${link}`,
  },
  callToAction: {
    title: 'Activate your account',
    text: (identifier) => `You have been invited as ${identifier}. It takes about a minute.`,
    button: 'Activate Account',
  },
  form: {
    title: 'Complete your account',
    text: 'All fields are required.',
    identifier: 'You sign in with',
    fields: {
      firstName: 'First name',
      lastName: 'Last name',
      displayName: 'Display name',
      emailAddress: 'Email address',
      mobileNumber: 'Mobile number',
      birthday: 'Date of birth',
      streetAddress: 'Street and number',
      postalCode: 'Postal code',
      city: 'City',
      country: 'Country',
    },
    password: 'Password',
    passwordHint: 'At least 8 characters.',
    passwordAgain: 'Repeat password',
    terms: 'I accept the terms of use',
    termsText:
      'These are the terms of a sandbox: nothing that you enter here leaves this computer.',
    readTerms: 'Read the terms of use',
    privacy: 'I have read the privacy notice',
    privacyText:
      'The sandbox forgets what you enter when it is reset. It does not keep your password.',
    readPrivacy: 'Read the privacy notice',
    submit: 'Activate account',
  },
  errors: {
    title: 'There is a problem',
    prefix: 'Error: ',
    missing: (label) => `${label}: enter a value`,
    tooLong: (label) => `${label}: use no more than 200 characters`,
    address: 'Enter an email address like name@example.com',
    passwordLength: 'Choose a password of 8 to 128 characters',
    passwordsDiffer: 'The two passwords are not the same',
    terms: 'Accept the terms of use to go on',
    privacy: 'Confirm that you have read the privacy notice',
  },
  expired: {
    title: 'This link has expired',
    text: 'For your safety, links work for a limited time only. We can send you a new one.',
    button: 'Send a new link',
  },
  sentAgain: {
    title: 'A new message is on its way',
    text: 'Open the link in it to activate your account. You can close this page.',
  },
  tooSoon: {
    title: 'Please wait a moment',
    text: 'We sent you a message only a short while ago. Look for it, or try again later.',
  },
  used: {
    title: 'Your account is active already',
    text: 'This link has been used. There is nothing more to do.',
    button: 'Go to the application',
  },
  invalid: {
    title: 'This link does not work',
    text: 'Parts of it may be missing. Open it again from the message that we sent you.',
  },
  sandbox: 'Sandbox: nothing here reaches a real person.',
};
