import type { Texts } from './texts.js';

export const es: Texts = {
  lang: 'es',
  mail: {
    subject: 'Active su cuenta',
    greeting: (name) => (name === null ? 'Hola:' : `Hola, ${name}:`),
    text: 'Se ha creado una cuenta para usted. Actívela para elegir una contraseña e iniciar sesión.',
    button: 'Activar la cuenta',
    ignore: 'Si no esperaba este mensaje, puede ignorarlo.',
    pinSubject: 'Su código de verificación',
    pinText: (pin) => `Su código de verificación es ${pin}. No lo comparta con nadie.`,
    sms: (link) => `Active su cuenta: ${link}`,
  },
  callToAction: {
    title: 'Active su cuenta',
    text: (identifier) =>
      `Ha recibido una invitación como ${identifier}. Tardará un minuto aproximadamente.`,
    button: 'Activar la cuenta',
  },
  form: {
    title: 'Complete su cuenta',
    text: 'Todos los campos son obligatorios.',
    identifier: 'Inicia sesión con',
    fields: {
      firstName: 'Nombre',
      lastName: 'Apellidos',
      displayName: 'Nombre visible',
      emailAddress: 'Correo electrónico',
      mobileNumber: 'Número de móvil',
      birthday: 'Fecha de nacimiento',
      streetAddress: 'Calle y número',
      postalCode: 'Código postal',
      city: 'Ciudad',
      country: 'País',
    },
    password: 'Contraseña',
    passwordHint: 'Al menos 8 caracteres.',
    passwordAgain: 'Repita la contraseña',
    terms: 'Acepto las condiciones de uso',
    termsText:
      'Estas son las condiciones de un entorno de pruebas: nada de lo que escriba aquí sale de este equipo.',
    readTerms: 'Leer las condiciones de uso',
    privacy: 'He leído el aviso de privacidad',
    privacyText:
      'El entorno de pruebas olvida sus datos cuando se reinicia. No guarda su contraseña.',
    readPrivacy: 'Leer el aviso de privacidad',
    submit: 'Activar la cuenta',
  },
  errors: {
    title: 'Hay un problema',
    prefix: 'Error: ',
    missing: (label) => `${label}: escriba un valor`,
    tooLong: (label) => `${label}: 200 caracteres como máximo`,
    address: 'Escriba una dirección como nombre@example.com',
    passwordLength: 'Elija una contraseña de entre 8 y 128 caracteres',
    passwordsDiffer: 'Las dos contraseñas no coinciden',
    terms: 'Acepte las condiciones de uso para continuar',
    privacy: 'Confirme que ha leído el aviso de privacidad',
  },
  expired: {
    title: 'Este enlace ha caducado',
    text: 'Por su seguridad, los enlaces solo funcionan durante un tiempo. Podemos enviarle uno nuevo.',
    button: 'Enviar un enlace nuevo',
  },
  sentAgain: {
    title: 'Un nuevo mensaje está en camino',
    text: 'Abra el enlace que contiene para activar su cuenta. Puede cerrar esta página.',
  },
  tooSoon: {
    title: 'Espere un momento',
    text: 'Le hemos enviado un mensaje hace muy poco. Búsquelo o inténtelo de nuevo más tarde.',
  },
  used: {
    title: 'Su cuenta ya está activa',
    text: 'Este enlace ya se ha utilizado. No tiene que hacer nada más.',
    button: 'Ir a la aplicación',
  },
  invalid: {
    title: 'Este enlace no funciona',
    text: 'Puede que falte una parte. Ábralo de nuevo desde el mensaje que recibió.',
  },
  sandbox: 'Entorno de pruebas: nada de esto llega a personas reales.',
};
