import type { Texts } from './texts.js';

export const de: Texts = {
  lang: 'de',
  mail: {
    subject: 'Aktivieren Sie Ihr Konto',
    greeting: (name) => (name === null ? 'Guten Tag,' : `Guten Tag ${name},`),
    text: 'für Sie wurde ein Konto angelegt. Aktivieren Sie es, um ein Passwort festzulegen und sich anzumelden.',
    button: 'Konto aktivieren',
    ignore: 'Falls Sie diese Nachricht nicht erwartet haben, können Sie sie ignorieren.',
    pinSubject: 'Ihr Bestätigungscode',
    pinText: (pin) => `Ihr Bestätigungscode lautet ${pin}. Geben Sie ihn niemandem weiter.`,
    sms: (link) => `Aktivieren Sie Ihr Konto: ${link}`,
  },
  callToAction: {
    title: 'Aktivieren Sie Ihr Konto',
    text: (identifier) => `Sie wurden als ${identifier} eingeladen. Es dauert etwa eine Minute.`,
    button: 'Konto aktivieren',
  },
  form: {
    title: 'Vervollständigen Sie Ihr Konto',
    text: 'Alle Felder sind Pflichtfelder.',
    identifier: 'Sie melden sich an mit',
    fields: {
      firstName: 'Vorname',
      lastName: 'Nachname',
      displayName: 'Anzeigename',
      emailAddress: 'E-Mail-Adresse',
      mobileNumber: 'Mobilnummer',
      birthday: 'Geburtsdatum',
      streetAddress: 'Straße und Hausnummer',
      postalCode: 'Postleitzahl',
      city: 'Ort',
      country: 'Land',
    },
    password: 'Passwort',
    passwordHint: 'Mindestens 8 Zeichen.',
    passwordAgain: 'Passwort wiederholen',
    terms: 'Ich akzeptiere die Nutzungsbedingungen',
    termsText:
      'Dies sind die Bedingungen einer Sandbox: Nichts, was Sie hier eingeben, verlässt diesen Rechner.',
    readTerms: 'Nutzungsbedingungen lesen',
    privacy: 'Ich habe die Datenschutzhinweise gelesen',
    privacyText:
      'Die Sandbox vergisst Ihre Eingaben, wenn sie zurückgesetzt wird. Ihr Passwort behält sie nicht.',
    readPrivacy: 'Datenschutzhinweise lesen',
    submit: 'Konto aktivieren',
  },
  errors: {
    title: 'Bitte prüfen Sie Ihre Eingaben',
    prefix: 'Fehler: ',
    missing: (label) => `${label}: Bitte ausfüllen`,
    tooLong: (label) => `${label}: Höchstens 200 Zeichen`,
    address: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein',
    passwordLength: 'Wählen Sie ein Passwort mit 8 bis 128 Zeichen',
    passwordsDiffer: 'Die beiden Passwörter stimmen nicht überein',
    terms: 'Akzeptieren Sie die Nutzungsbedingungen, um fortzufahren',
    privacy: 'Bestätigen Sie, dass Sie die Datenschutzhinweise gelesen haben',
  },
  expired: {
    title: 'Dieser Link ist abgelaufen',
    text: 'Zu Ihrer Sicherheit gelten Links nur für begrenzte Zeit. Wir können Ihnen einen neuen senden.',
    button: 'Neuen Link senden',
  },
  sentAgain: {
    title: 'Eine neue Nachricht ist unterwegs',
    text: 'Öffnen Sie den Link darin, um Ihr Konto zu aktivieren. Sie können diese Seite schließen.',
  },
  tooSoon: {
    title: 'Bitte warten Sie einen Moment',
    text: 'Wir haben Ihnen erst vor Kurzem eine Nachricht gesendet. Suchen Sie danach, oder versuchen Sie es später noch einmal.',
  },
  used: {
    title: 'Ihr Konto ist bereits aktiv',
    text: 'Dieser Link wurde schon verwendet. Es gibt nichts weiter zu tun.',
    button: 'Zur Anwendung',
  },
  invalid: {
    title: 'Dieser Link funktioniert nicht',
    text: 'Möglicherweise fehlt ein Teil davon. Öffnen Sie ihn noch einmal aus der Nachricht, die Sie erhalten haben.',
  },
  sandbox: 'Sandbox: Nichts hiervon erreicht echte Personen.',
};
