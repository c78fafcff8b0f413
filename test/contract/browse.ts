/** A page of the hosted screens, as a browser without scripts would read it. */
export interface Screen {
  readonly status: number;
  readonly lang: string;
  readonly title: string;
  readonly url: string;
  /** The labels of its buttons. */
  readonly buttons: readonly string[];
  /** The one form on it. */
  readonly method: string;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  /** Names of the inputs that a person fills in. */
  readonly inputs: readonly string[];
}

export async function openScreen(url: string): Promise<Screen> {
  const answer = await fetch(url, { redirect: 'manual' });
  return readScreen(url, answer.status, await answer.text());
}

/** Follows a form that is sent by GET, like that of the call to action. */
export function press(screen: Screen): Promise<Screen> {
  const url = new URL(screen.action, screen.url);
  url.search = new URLSearchParams(screen.hidden).toString();
  return openScreen(url.href);
}

/** Sends a filled-in form; gives where it leads, or null where the form is shown again. */
export async function submit(
  screen: Screen,
  entered: Readonly<Record<string, string>>,
): Promise<URL | null> {
  const answer = await fetch(new URL(screen.action, screen.url), {
    method: screen.method,
    redirect: 'manual',
    body: new URLSearchParams({ ...screen.hidden, ...entered }),
  });
  const location = answer.headers.get('location');
  return location === null ? null : new URL(location);
}

function readScreen(url: string, status: number, page: string): Screen {
  const form = /<form method="(\w+)" action="([^"]*)"/.exec(page);
  const inputs = [...page.matchAll(/<input [^>]*>/g)].map(([tag]) => ({
    name: attribute(tag, 'name'),
    type: attribute(tag, 'type'),
    value: attribute(tag, 'value'),
  }));
  const hidden = inputs.filter(({ type }) => type === 'hidden');
  return {
    url,
    status,
    lang: attribute(/<html[^>]*>/.exec(page)?.[0] ?? '', 'lang'),
    title: /<h1>([^<]*)<\/h1>/.exec(page)?.[1] ?? '',
    buttons: [...page.matchAll(/<button[^>]*>([^<]*)<\/button>/g)].map(([, label = '']) => label),
    method: form?.[1] ?? '',
    action: form?.[2] ?? '',
    hidden: Object.fromEntries(hidden.map(({ name, value }) => [name, value])),
    inputs: inputs.filter(({ type }) => type !== 'hidden').map(({ name }) => name),
  };
}

function attribute(tag: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}
