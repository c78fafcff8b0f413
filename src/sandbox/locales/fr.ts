import type { Texts } from './texts.js';

export const fr: Texts = {
  lang: 'fr',
  mail: {
    subject: 'Activez votre compte',
    greeting: (name) => (name === null ? 'Bonjour,' : `Bonjour ${name},`),
    text: 'Un compte a été créé pour vous. Activez-le pour choisir un mot de passe et vous connecter.',
    button: 'Activer le compte',
    ignore: 'Si vous n’attendiez pas ce message, vous pouvez l’ignorer.',
    pinSubject: 'Votre code de vérification',
    pinText: (pin) => `Votre code de vérification est ${pin}. Ne le communiquez à personne.`,
    sms: (link) => `Activez votre compte : ${link}`,
  },
  callToAction: {
    title: 'Activez votre compte',
    text: (identifier) =>
      `Vous avez été invité en tant que ${identifier}. Cela prend environ une minute.`,
    button: 'Activer le compte',
  },
  form: {
    title: 'Complétez votre compte',
    text: 'Tous les champs sont obligatoires.',
    identifier: 'Vous vous connectez avec',
    fields: {
      firstName: 'Prénom',
      lastName: 'Nom',
      displayName: 'Nom affiché',
      emailAddress: 'Adresse e-mail',
      mobileNumber: 'Numéro de mobile',
      birthday: 'Date de naissance',
      streetAddress: 'Rue et numéro',
      postalCode: 'Code postal',
      city: 'Ville',
      country: 'Pays',
    },
    password: 'Mot de passe',
    passwordHint: 'Au moins 8 caractères.',
    passwordAgain: 'Répétez le mot de passe',
    terms: 'J’accepte les conditions d’utilisation',
    termsText:
      'Ce sont les conditions d’un bac à sable : rien de ce que vous saisissez ici ne quitte cet ordinateur.',
    readTerms: 'Lire les conditions d’utilisation',
    privacy: 'J’ai lu la notice de confidentialité',
    privacyText:
      'Le bac à sable oublie vos saisies quand il est réinitialisé. Il ne conserve pas votre mot de passe.',
    readPrivacy: 'Lire la notice de confidentialité',
    submit: 'Activer le compte',
  },
  errors: {
    title: 'Il y a un problème',
    prefix: 'Erreur : ',
    missing: (label) => `${label} : saisissez une valeur`,
    tooLong: (label) => `${label} : 200 caractères au plus`,
    address: 'Saisissez une adresse e-mail comme nom@example.com',
    passwordLength: 'Choisissez un mot de passe de 8 à 128 caractères',
    passwordsDiffer: 'Les deux mots de passe ne sont pas identiques',
    terms: 'Acceptez les conditions d’utilisation pour continuer',
    privacy: 'Confirmez que vous avez lu la notice de confidentialité',
  },
  expired: {
    title: 'Ce lien a expiré',
    text: 'Pour votre sécurité, les liens ne sont valables qu’un temps. Nous pouvons vous en envoyer un nouveau.',
    button: 'Envoyer un nouveau lien',
  },
  sentAgain: {
    title: 'Un nouveau message est en route',
    text: 'Ouvrez le lien qu’il contient pour activer votre compte. Vous pouvez fermer cette page.',
  },
  tooSoon: {
    title: 'Veuillez patienter un instant',
    text: 'Nous vous avons envoyé un message il y a peu. Cherchez-le, ou réessayez plus tard.',
  },
  used: {
    title: 'Votre compte est déjà actif',
    text: 'Ce lien a déjà été utilisé. Il n’y a rien d’autre à faire.',
    button: 'Aller à l’application',
  },
  invalid: {
    title: 'Ce lien ne fonctionne pas',
    text: 'Il en manque peut-être une partie. Ouvrez-le de nouveau depuis le message que vous avez reçu.',
  },
  sandbox: 'Bac à sable : rien de ceci n’atteint une vraie personne.',
};
